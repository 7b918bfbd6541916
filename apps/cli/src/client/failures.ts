/** What is asked for makes no sense, whoever answers: exit 2. */
export class UsageError extends Error {}

/** It makes sense and did not come out as it should, in words for the person at the terminal: exit 1. */
export class Failed extends Error {}

/** Nobody answers where the server should be: exit 3. */
export class NotReachable extends Error {}

/** The server refused a call of the admin REST: exit 1. */
export class Refused extends Failed {
  constructor(
    readonly status: number,
    /** Fields and what is wrong with each; `line` where the body came as a file. */
    readonly fields: readonly FieldTrouble[],
    detail: string,
  ) {
    super(detail);
  }
}

export interface FieldTrouble {
  field: string;
  message: string;
  line?: number;
}

/** Exit codes of every command. K§8. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notReachable: 3 } as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof NotReachable ? EXIT.notReachable : EXIT.failed;
}

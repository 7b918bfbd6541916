import type { Schemas } from './types';

export type ProblemDetails = Schemas['ProblemDetails'];

/** What one call came to, for those who want to look closer. */
export interface RefusedCall {
  method: string;
  url: string;
  status: number;
  /** The answer as it came. */
  body: string;
}

/** Pitlane answered, and refused. The message says what, why, and where in the request. */
export class PitlaneRefusal extends Error {
  override readonly name = 'PitlaneRefusal';

  constructor(
    message: string,
    readonly call: RefusedCall,
    /** What was wrong with which field; empty for the public calls. */
    readonly errors: readonly Schemas['FieldProblem'][] = [],
    /** The rules that were checked, in order, up to the one that refused. */
    readonly trace: readonly Schemas['TraceStep'][] = [],
  ) {
    super(message);
  }

  get status(): number {
    return this.call.status;
  }
}

/** Something that was waited for did not happen. The message says what happened instead. */
export class PitlaneTimeout extends Error {
  override readonly name = 'PitlaneTimeout';
}

/** Nobody answers at the server's address. */
export class PitlaneUnreachable extends Error {
  override readonly name = 'PitlaneUnreachable';
}

/** The refusal of a call of the admin REST, from its problem details. */
export function adminRefusal(call: RefusedCall): PitlaneRefusal {
  const { detail, errors } = problemOf(call.body);
  const lines = [
    `${call.method} ${call.url} was refused with ${String(call.status)}: ${detail}`,
    ...errors.map(({ field, message }) => `  ${field}: ${message}`),
  ];
  return new PitlaneRefusal(lines.join('\n'), call, errors);
}

/** What a problem says; any other body as it is. */
export function problemOf(body: string): Pick<ProblemDetails, 'detail' | 'errors'> {
  const read: (json: string) => Partial<ProblemDetails> | null = JSON.parse;
  try {
    const problem = read(body);
    return { detail: problem?.detail ?? body, errors: problem?.errors ?? [] };
  } catch {
    return { detail: body, errors: [] };
  }
}

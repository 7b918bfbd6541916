/** What a request to the endpoint came to. */
export type Answer =
  | { kind: 'answered'; status: number; headers: Readonly<Record<string, string>>; body: string }
  /** No usable answer; `code` is the system's word for it (`ECONNREFUSED`, `ETIMEDOUT`, `HPE_INVALID_CONSTANT` …). */
  | { kind: 'none'; code: string; reason: string; advice: string };

export interface SentRequest {
  method: string;
  url: string;
  /** Names in lower case, unless a case is about that; the secret's value is `SECRET`. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** One request to the integrator's endpoint and its answer. */
export interface Exchange {
  /** What it was: `Success callback`, `the same callback again` … */
  what: string;
  /** How it differs from what the platform sent; `null`: the platform sent it, exactly so. */
  changed: string | null;
  request: SentRequest;
  answer: Answer;
  /** Milliseconds from name lookup to the end of the answer. */
  tookMs: number;
}

/** Stands in reports where the secret was in the request. */
export const SECRET = '$SECRET';

/** `200`, or the code of what went wrong. */
export function answerInShort({ answer }: Exchange): string {
  return answer.kind === 'answered' ? String(answer.status) : answer.code;
}

export function isAcknowledged({ answer }: Exchange): boolean {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}

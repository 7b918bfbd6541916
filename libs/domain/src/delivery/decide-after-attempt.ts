import type { AttemptOutcome } from './delivery';
import { explainOutcome } from './explain-outcome';
import { MAX_WAIT_MS, type RetryPolicy, type RetryProfile } from './retry-policy';

/** What becomes of a delivery. `waitMs` counts from the end of the attempt. */
export type AttemptVerdict =
  | { kind: 'sent' }
  | { kind: 'retry'; waitMs: number; reason: string; advice: string }
  | { kind: 'failed'; reason: string; advice: string };

const GOKART_RETRIED: readonly number[] = [500, 503];

/**
 * So many attempts in a row whose workers vanished make a delivery Failed. One that takes its worker down each time must
 * end some day; one that is in flight whenever its workers are killed for other reasons must not end too early.
 */
export const MOST_LOST_ATTEMPTS = 10;

/**
 * Sent for any 2xx; a retry while the profile calls the outcome retryable and a wait is left; else Failed. K§5.3.
 * An attempt whose worker vanished is not decided here: it was nobody's failure and spends no retry (see `startAttempts`, `MOST_LOST_ATTEMPTS`).
 * `retriesMade` counts the retries of this schedule, so 0 at the first attempt; `retryAfterMs` is what the receiver asked for (see `readRetryAfter`).
 */
export function decideAfterAttempt(
  policy: RetryPolicy,
  outcome: AttemptOutcome,
  retriesMade: number,
  retryAfterMs = 0,
): AttemptVerdict {
  if (outcome.kind === 'answered' && isSuccess(outcome.status)) return { kind: 'sent' };
  const { reason, advice } = explainOutcome(outcome);
  if (!isRetryable(policy.profile, outcome)) return failed(reason, advice);
  const waitMs = policy.waitsMs[retriesMade];
  if (waitMs === undefined) return failed(`${reason}${exhausted(retriesMade)}`, advice);
  const asked = policy.profile === 'reliable' ? Math.min(retryAfterMs, MAX_WAIT_MS) : 0;
  return { kind: 'retry', waitMs: Math.max(waitMs, asked), reason, advice };
}

/**
 * Milliseconds that a `Retry-After` header asks for: seconds, or an HTTP date against `now`. `undefined` when it is absent or neither. RFC 9110 section 10.2.3.
 */
export function readRetryAfter(outcome: AttemptOutcome, now: Date): number | undefined {
  const text = outcome.kind === 'answered' ? outcome.headers['retry-after']?.trim() : undefined;
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const at = /^[A-Z][a-z]+,? .*GMT$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function isRetryable(profile: RetryProfile, outcome: AttemptOutcome): boolean {
  if (outcome.kind === 'refused' || profile === 'integr8') return false;
  if (outcome.kind === 'no-answer') return true;
  if (profile === 'reliable') return outcome.kind === 'malformed' || outcome.status !== 410;
  return outcome.kind === 'answered' && GOKART_RETRIED.includes(outcome.status);
}

function failed(reason: string, advice: string): AttemptVerdict {
  return { kind: 'failed', reason, advice: `${advice} Then resend the delivery.` };
}

function exhausted(retriesMade: number): string {
  if (retriesMade === 0) return '; this configuration makes no retry';
  return retriesMade === 1 ? '; the only retry is used' : `; all ${String(retriesMade)} retries are used`;
}

import type { AttemptOutcome } from './delivery';
import { explainOutcome } from './explain-outcome';
import { MAX_WAIT_MS, type RetryPolicy, type RetryProfile } from './retry-policy';

/** What becomes of a delivery. `waitMs` counts from the end of the attempt. */
export type AttemptVerdict =
  | { kind: 'sent' }
  | { kind: 'retry'; waitMs: number; reason: string; advice: string }
  | { kind: 'failed'; reason: string; advice: string };

/**
 * How often a policy without waits tries again after a lost worker. The bound lets a delivery that kills its workers still end as Failed.
 */
export const LOST_WORKER_RETRIES = 5;

const GOKART_RETRIED: readonly number[] = [500, 503];

/**
 * Sent for any 2xx; a retry while the profile calls the outcome retryable and a wait is left; else Failed. K§5.3.
 * A lost worker is no answer of the receiver: with waits it takes the next one like any failure; without (`integr8`) it goes out again at once,
 * because there nobody decided against a retry, and a planned delivery is made at least once.
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
  const waits = outcome.kind === 'worker-lost' ? waitsAfterLostWorker(policy) : policy.waitsMs;
  const waitMs = waits[retriesMade];
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
  if (outcome.kind === 'worker-lost') return true;
  if (outcome.kind === 'refused' || profile === 'integr8') return false;
  if (outcome.kind === 'no-answer') return true;
  if (profile === 'reliable') return outcome.kind === 'malformed' || outcome.status !== 410;
  return outcome.kind === 'answered' && GOKART_RETRIED.includes(outcome.status);
}

function waitsAfterLostWorker({ waitsMs }: RetryPolicy): readonly number[] {
  return waitsMs.length > 0 ? waitsMs : Array.from({ length: LOST_WORKER_RETRIES }, () => 0);
}

function failed(reason: string, advice: string): AttemptVerdict {
  return { kind: 'failed', reason, advice: `${advice} Then resend the delivery.` };
}

function exhausted(retriesMade: number): string {
  if (retriesMade === 0) return '; this configuration makes no retry';
  return retriesMade === 1 ? '; the only retry is used' : `; all ${String(retriesMade)} retries are used`;
}

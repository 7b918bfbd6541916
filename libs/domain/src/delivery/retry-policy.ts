export const RETRY_PROFILES = ['gokart', 'integr8', 'reliable'] as const;
export type RetryProfile = (typeof RETRY_PROFILES)[number];

/**
 * When a delivery is tried again. `waitsMs[n]` is the wait before retry n+1, counted from the failed attempt; past the list it fails.
 * `profile` names the rule of what is retryable; an own list of waits keeps the rule of `gokart`. K§5.3.
 */
export interface RetryPolicy {
  profile: RetryProfile;
  waitsMs: readonly number[];
}

/** The server's settings of the ladder: `DELIVERY_MAX_RETRIES` and `DELIVERY_FIRST_RETRY`. K§2. */
export interface RetrySettings {
  maxRetries: number;
  firstRetryMs: number;
}

const MINUTE_MS = 60_000;
/** Longest wait of any policy: a week. Doubling and `Retry-After` stop here, so that a due time always exists. */
export const MAX_WAIT_MS = 7 * 24 * 60 * MINUTE_MS;
export const MAX_WAITS = 20;

/** 2, 4, 8, 16 and 32 minutes: the ladder with the default settings. K§5.3. */
export const GOKART_WAITS_MS: readonly number[] = [2, 4, 8, 16, 32].map((minutes) => minutes * MINUTE_MS);

/** The policy of a named profile: `gokart` and `reliable` climb a doubling ladder, `integr8` never retries by itself. */
export function retryPolicy(profile: RetryProfile, settings: RetrySettings): RetryPolicy {
  return { profile, waitsMs: profile === 'integr8' ? [] : doublingWaits(settings) };
}

/** The policy of an own list of waits, which passed `waitsProblem`: by the rule of `reliable` where that was chosen, else of `gokart`. */
export function ownRetryPolicy(waitsMs: readonly number[], profile: RetryProfile = 'gokart'): RetryPolicy {
  return { profile: profile === 'reliable' ? profile : 'gokart', waitsMs };
}

/** Why an own list of waits can't be saved, as a sentence; `null` when it can. The empty list means no retry. */
export function waitsProblem(waitsMs: readonly number[]): string | null {
  if (waitsMs.length > MAX_WAITS) return `The list has more than ${String(MAX_WAITS)} waits.`;
  const isWait = (waitMs: number): boolean => Number.isInteger(waitMs) && waitMs >= 0 && waitMs <= MAX_WAIT_MS;
  return waitsMs.every(isWait) ? null : 'Each wait must be a whole number of milliseconds from 0 to 7 days.';
}

function doublingWaits({ maxRetries, firstRetryMs }: RetrySettings): number[] {
  return Array.from({ length: maxRetries }, (_, index) => Math.min(firstRetryMs * 2 ** index, MAX_WAIT_MS));
}

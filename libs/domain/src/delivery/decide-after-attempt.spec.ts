import fc from 'fast-check';
import { decideAfterAttempt, readRetryAfter, type AttemptVerdict } from './decide-after-attempt';
import type { AttemptOutcome } from './delivery';
import {
  GOKART_WAITS_MS,
  MAX_WAIT_MS,
  ownRetryPolicy,
  RETRY_PROFILES,
  retryPolicy,
  type RetryPolicy,
} from './retry-policy';

const SETTINGS = { maxRetries: 5, firstRetryMs: 120_000 };
const GOKART = retryPolicy('gokart', SETTINGS);
const RELIABLE = retryPolicy('reliable', SETTINGS);
const INTEGR8 = retryPolicy('integr8', SETTINGS);

const answered = (status: number, headers: Record<string, string> = {}): AttemptOutcome => ({
  kind: 'answered',
  status,
  headers,
  body: '',
  bodyTruncated: false,
});
const NO_ANSWER: AttemptOutcome = { kind: 'no-answer', code: 'ECONNREFUSED', message: '' };
const MALFORMED: AttemptOutcome = { kind: 'malformed', code: 'HPE_INVALID_VERSION', message: '' };
const REFUSED: AttemptOutcome = { kind: 'refused', code: 'EGRESS', message: 'private address' };

const outcomes = fc.oneof(
  fc.integer({ min: 100, max: 599 }).map((status) => answered(status)),
  fc.constantFrom(NO_ANSWER, MALFORMED, REFUSED),
);
const policies = fc.oneof(
  fc.constantFrom(...RETRY_PROFILES).map((profile) => retryPolicy(profile, SETTINGS)),
  fc.array(fc.nat(MAX_WAIT_MS), { maxLength: 20 }).map((waitsMs) => ownRetryPolicy(waitsMs)),
);

/** Every verdict of a schedule in which each attempt comes to the same, with the waits between. */
function climb(policy: RetryPolicy, outcome: AttemptOutcome): { waitsMs: number[]; last: AttemptVerdict } {
  const waitsMs: number[] = [];
  for (;;) {
    const last = decideAfterAttempt(policy, outcome, waitsMs.length);
    if (last.kind !== 'retry' || waitsMs.length === 100) return { waitsMs, last };
    waitsMs.push(last.waitMs);
  }
}

describe(decideAfterAttempt.name, () => {
  it.each([
    // outcome, gokart, integr8, reliable
    [answered(200), 'sent', 'sent', 'sent'],
    [answered(204), 'sent', 'sent', 'sent'],
    [answered(299), 'sent', 'sent', 'sent'],
    [answered(199), 'failed', 'failed', 'retry'],
    [answered(301), 'failed', 'failed', 'retry'],
    [answered(400), 'failed', 'failed', 'retry'],
    [answered(404), 'failed', 'failed', 'retry'],
    [answered(410), 'failed', 'failed', 'failed'],
    [answered(429), 'failed', 'failed', 'retry'],
    [answered(500), 'retry', 'failed', 'retry'],
    [answered(501), 'failed', 'failed', 'retry'],
    [answered(502), 'failed', 'failed', 'retry'],
    [answered(503), 'retry', 'failed', 'retry'],
    [answered(504), 'failed', 'failed', 'retry'],
    [NO_ANSWER, 'retry', 'failed', 'retry'],
    [MALFORMED, 'failed', 'failed', 'retry'],
    [REFUSED, 'failed', 'failed', 'failed'],
  ] as const)('should decide on %j: gokart %s, integr8 %s, reliable %s', (outcome, gokart, integr8, reliable) => {
    expect(decideAfterAttempt(GOKART, outcome, 0).kind).toBe(gokart);
    expect(decideAfterAttempt(INTEGR8, outcome, 0).kind).toBe(integr8);
    expect(decideAfterAttempt(RELIABLE, outcome, 0).kind).toBe(reliable);
  });

  it.each([answered(500), answered(503), NO_ANSWER])('should climb the whole ladder on %j, then fail', (outcome) => {
    const { waitsMs, last } = climb(GOKART, outcome);
    expect(waitsMs).toEqual(GOKART_WAITS_MS);
    expect(waitsMs.reduce((sum, waitMs) => sum + waitMs)).toBe(62 * 60_000);
    expect(last.kind).toBe('failed');
  });

  it('should follow an own list of waits', () => {
    expect(climb(ownRetryPolicy([1, 0, 5]), NO_ANSWER).waitsMs).toEqual([1, 0, 5]);
  });

  it('should say why and what to do', () => {
    expect(decideAfterAttempt(GOKART, answered(404), 0)).toEqual({
      kind: 'failed',
      reason: 'The receiver answered 404',
      advice: 'Check the path of the configured URL. Then resend the delivery.',
    });
    expect(decideAfterAttempt(GOKART, answered(503), 0)).toEqual({
      kind: 'retry',
      waitMs: 120_000,
      reason: 'The receiver answered 503',
      advice: "See the receiver's log of this time.",
    });
  });

  it.each([
    [GOKART, 5, 'The receiver answered 503; all 5 retries are used'],
    [ownRetryPolicy([1]), 1, 'The receiver answered 503; the only retry is used'],
    [ownRetryPolicy([]), 0, 'The receiver answered 503; this configuration makes no retry'],
  ])('should say of %j after %d retries: %s', (policy, retriesMade, reason) => {
    expect(decideAfterAttempt(policy, answered(503), retriesMade)).toMatchObject({ kind: 'failed', reason });
  });

  it.each([
    [RELIABLE, 600_000, 600_000],
    [RELIABLE, 1_000, 120_000],
    [RELIABLE, undefined, 120_000],
    [RELIABLE, Infinity, MAX_WAIT_MS],
    [GOKART, 600_000, 120_000],
  ])('should let Retry-After only lengthen the waits of reliable (%j, %s)', (policy, retryAfterMs, waitMs) => {
    expect(decideAfterAttempt(policy, answered(503), 0, retryAfterMs)).toMatchObject({ kind: 'retry', waitMs });
  });

  it('should end every schedule within its waits, never earlier than they say', () => {
    fc.assert(
      fc.property(policies, outcomes, (policy, outcome) => {
        const { waitsMs, last } = climb(policy, outcome);
        expect([[], policy.waitsMs]).toContainEqual(waitsMs);
        expect(last.kind).not.toBe('retry');
      }),
    );
  });

  it('should end any mixed schedule within the waits, each at least as long as the ladder says', () => {
    fc.assert(
      fc.property(policies, fc.infiniteStream(fc.tuple(outcomes, fc.nat(2 * MAX_WAIT_MS))), (policy, attempts) => {
        let retriesMade = 0;
        for (const [outcome, retryAfterMs] of attempts) {
          const verdict = decideAfterAttempt(policy, outcome, retriesMade, retryAfterMs);
          if (verdict.kind !== 'retry') break;
          expect(verdict.waitMs).toBeGreaterThanOrEqual(policy.waitsMs[retriesMade] ?? 0);
          expect(verdict.waitMs).toBeLessThanOrEqual(MAX_WAIT_MS);
          retriesMade += 1;
        }
        expect(retriesMade).toBeLessThanOrEqual(policy.waitsMs.length);
      }),
    );
  });
});

describe(readRetryAfter.name, () => {
  const now = new Date('2026-11-21T06:30:00Z');

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 06:31:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 06:29:00 GMT', 0],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2026-11-21', undefined],
    ['Sat, 99 Nov 2026 06:31:00 GMT', undefined],
  ])('should read %j as %s', (text, retryAfterMs) => {
    expect(readRetryAfter(answered(429, { 'retry-after': text }), now)).toBe(retryAfterMs);
  });

  it('should know none where there is no answer', () => {
    expect(readRetryAfter(answered(429), now)).toBeUndefined();
    expect(readRetryAfter(NO_ANSWER, now)).toBeUndefined();
  });
});

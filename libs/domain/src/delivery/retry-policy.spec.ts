import fc from 'fast-check';
import { GOKART_WAITS_MS, MAX_WAIT_MS, ownRetryPolicy, retryPolicy, waitsProblem } from './retry-policy';

const DEFAULTS = { maxRetries: 5, firstRetryMs: 120_000 };

describe(retryPolicy.name, () => {
  it.each([
    ['gokart', [120_000, 240_000, 480_000, 960_000, 1_920_000]],
    ['reliable', [120_000, 240_000, 480_000, 960_000, 1_920_000]],
    ['integr8', []],
  ] as const)('should give %s the waits %j by default', (profile, waitsMs) => {
    expect(retryPolicy(profile, DEFAULTS)).toEqual({ profile, waitsMs });
  });

  it('should be the documented ladder by default', () => {
    expect(retryPolicy('gokart', DEFAULTS).waitsMs).toEqual(GOKART_WAITS_MS);
  });

  it.each([
    [0, 1_000, []],
    [1, 1_000, [1_000]],
    [3, 500, [500, 1_000, 2_000]],
  ])('should make %d retries from %d ms on: %j', (maxRetries, firstRetryMs, waitsMs) => {
    expect(retryPolicy('gokart', { maxRetries, firstRetryMs }).waitsMs).toEqual(waitsMs);
  });

  it('should double every wait, up to a week', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 1e9 }), (maxRetries, firstRetryMs) => {
        const { waitsMs } = retryPolicy('gokart', { maxRetries, firstRetryMs });
        expect(waitsMs).toHaveLength(maxRetries);
        waitsMs.forEach((waitMs, index) => {
          expect(waitMs).toBe(Math.min((waitsMs[index - 1] ?? firstRetryMs / 2) * 2, MAX_WAIT_MS));
        });
      }),
    );
  });
});

describe(ownRetryPolicy.name, () => {
  it('should keep the rule of gokart', () => {
    expect(ownRetryPolicy([5, 5, 60_000])).toEqual({ profile: 'gokart', waitsMs: [5, 5, 60_000] });
    expect(ownRetryPolicy([5], 'reliable')).toEqual({ profile: 'reliable', waitsMs: [5] });
    expect(ownRetryPolicy([5], 'integr8')).toEqual({ profile: 'gokart', waitsMs: [5] });
  });
});

describe(waitsProblem.name, () => {
  it.each([[[]], [[0]], [[1_000, 500]], [[MAX_WAIT_MS]], [Array<number>(20).fill(1)]])(
    'should accept %j',
    (waitsMs) => {
      expect(waitsProblem(waitsMs)).toBeNull();
    },
  );

  it.each([[[-1]], [[1.5]], [[NaN]], [[Infinity]], [[MAX_WAIT_MS + 1]], [Array<number>(21).fill(1)]])(
    'should refuse %j',
    (waitsMs) => {
      expect(waitsProblem(waitsMs)).toMatch(/\.$/);
    },
  );
});

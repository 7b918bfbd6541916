import fc from 'fast-check';
import { RateLimit } from './rate-limit';

const advance = (seconds: number): void => {
  jest.advanceTimersByTime(seconds * 1_000);
};

/** The limit reads the process's own clock, which these tests move. */
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe(RateLimit.name, () => {
  it('should let as many calls through at once as it allows in a minute, then none', () => {
    const limit = new RateLimit(60);
    expect(Array.from({ length: 60 }, () => limit.take('a'))).toEqual(Array<number>(60).fill(0));
    expect(limit.take('a')).toBe(1);
  });

  it('should count each key apart', () => {
    const limit = new RateLimit(1);
    expect([limit.take('a'), limit.take('b'), limit.take('a'), limit.take('b')]).toEqual([0, 0, 60, 60]);
  });

  it('should refill evenly, and never beyond a minute', () => {
    const limit = new RateLimit(60);
    const takeAll = (): number => {
      let taken = 0;
      while (limit.take('a') === 0) taken += 1;
      return taken;
    };
    expect(takeAll()).toBe(60);
    advance(10);
    expect(takeAll()).toBe(10);
    advance(3_600);
    expect(takeAll()).toBe(60);
  });

  it('should not be held up longer by calls that it refuses', () => {
    const limit = new RateLimit(60);
    for (let call = 0; call < 60; call++) limit.take('a');
    for (let call = 0; call < 100; call++) expect(limit.take('a')).toBe(1);
    advance(1);
    expect(limit.take('a')).toBe(0);
  });

  it('should let a call through after as many seconds as it asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.array(fc.nat(5_000), { maxLength: 20 }),
        (perMinute, pauses) => {
          const limit = new RateLimit(perMinute);
          let waitSeconds = 0;
          for (let call = 0; call < perMinute; call++) limit.take('a');
          for (const pauseMs of pauses) {
            advance(pauseMs / 1_000);
            waitSeconds = limit.take('a');
          }
          advance(waitSeconds);
          expect(waitSeconds === 0 || limit.take('a') === 0).toBe(true);
        },
      ),
    );
  });

  it('should forget whoever called longest ago when too many call', () => {
    const limit = new RateLimit(1);
    limit.take('first');
    limit.take('second');
    limit.take('first');
    for (let other = 0; other < 49_999; other++) limit.take(`other ${other}`);
    expect(limit.take('first')).toBe(60);
    expect(limit.take('second')).toBe(0);
  });
});

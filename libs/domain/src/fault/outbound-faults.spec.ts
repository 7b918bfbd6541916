import type { AttemptTrigger } from '../delivery/delivery';
import { chance } from './chance';
import { injectedFailure, planFaults, verdictOnDuplicate, type OutboundFaults } from './outbound-faults';

const NONE: OutboundFaults = { duplicate: 0, reorder: false, delayMs: 0, failNext: null, receiver: null, seed: 0 };
const FIRST = { id: 'd-1', attempt: 1, trigger: 'auto' as AttemptTrigger, target: 'http://shop.example/cb' };
const NOTHING = { delayMs: 0, reorder: false, failAt: null, duplicate: false };
const failing = (left: number): Partial<OutboundFaults> => ({ failNext: { times: 3, after: 'send', left } });

describe(chance.name, () => {
  it('should be the same for the same, on every machine', () => {
    const some = [chance(0, 'd-1', 1), chance(0, 'd-1', 2), chance(1, 'd-1', 1)];
    expect(some.map((each) => each.toFixed(6))).toEqual(['0.108311', '0.046715', '0.127124']);
  });

  it('should be spread evenly over neighbours', () => {
    const tenths = Array<number>(10).fill(0);
    for (let number = 0; number < 10_000; number++) tenths[Math.floor(chance(7, 'd', number) * 10)]! += 1;
    expect(Math.min(...tenths)).toBeGreaterThan(900);
    expect(Math.max(...tenths)).toBeLessThan(1_100);
  });
});

describe(planFaults.name, () => {
  it.each<[string, Partial<OutboundFaults>, Partial<typeof FIRST>, object | null]>([
    ['nothing, where nothing is asked', {}, {}, null],
    ['a duplicate of all', { duplicate: 1 }, {}, { duplicate: true }],
    ['no duplicate of a duplicate', { duplicate: 1 }, { trigger: 'fault', attempt: 2 }, null],
    [
      'a duplicate of a retry and of a resend',
      { duplicate: 1 },
      { trigger: 'resend', attempt: 7 },
      { duplicate: true },
    ],
    ['a change of places of a first attempt', { reorder: true }, {}, { reorder: true }],
    ['no change of places of a retry', { reorder: true }, { trigger: 'retry', attempt: 2 }, null],
    ['no change of places of what was lost at first', { reorder: true }, { attempt: 2 }, null],
    ['a delay of whatever it is', { delayMs: 50 }, { trigger: 'fault', attempt: 2 }, { delayMs: 50 }],
    ['a failure while one is left', failing(1), { trigger: 'retry', attempt: 2 }, { failAt: 'send' }],
    ['no failure once none is left', failing(0), {}, null],
    ['no failure of a duplicate', failing(1), { trigger: 'fault', attempt: 2 }, null],
    ['what is asked for its receiver', { delayMs: 1, receiver: 'http://shop.example/c' }, {}, { delayMs: 1 }],
    ['nothing for another receiver', { delayMs: 1, receiver: 'http://shop.example/d' }, {}, null],
  ])('should be %s', (_, faults, target, plan) => {
    expect(planFaults({ ...NONE, ...faults }, { ...FIRST, ...target })).toEqual(
      plan === null ? null : { ...NOTHING, ...plan },
    );
  });

  it('should duplicate the share that is asked for, the same ones each time', () => {
    const duplicated = (seed: number): string[] =>
      Array.from({ length: 1_000 }, (_, index) => `d-${String(index)}`).filter(
        (id) => planFaults({ ...NONE, duplicate: 0.3, seed }, { ...FIRST, id })?.duplicate,
      );
    expect(duplicated(5)).toEqual(duplicated(5));
    expect(duplicated(5)).not.toEqual(duplicated(6));
    expect(Math.abs(duplicated(5).length - 300)).toBeLessThan(50);
  });
});

describe(injectedFailure.name, () => {
  it('should be no answer, of a name that says whether the receiver has seen it', () => {
    expect(injectedFailure('before')).toMatchObject({ kind: 'no-answer', code: 'FAULT_BEFORE_SEND' });
    expect(injectedFailure('send')).toMatchObject({ kind: 'no-answer', code: 'FAULT_AFTER_SEND' });
  });
});

describe(verdictOnDuplicate.name, () => {
  it('should let nothing follow, and still say what went wrong', () => {
    expect(verdictOnDuplicate({ kind: 'sent' })).toEqual({ kind: 'sent' });
    const retry = { kind: 'retry', waitMs: 1, reason: 'The receiver answered 503', advice: 'See its log.' } as const;
    expect(verdictOnDuplicate(retry)).toEqual({
      kind: 'failed',
      reason: 'The receiver answered 503; the same was sent and taken before, so that nothing follows',
      advice: 'See its log.',
    });
  });
});

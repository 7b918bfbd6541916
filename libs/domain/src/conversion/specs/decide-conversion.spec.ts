import { anEvent, anOffer } from '@app/testing';
import fc from 'fast-check';
import type { ConversionFacts } from '../conversion-decision';
import { completionRules, CONVERSION_RULES, decideConversion } from '../decide-conversion';
import {
  NOW,
  DAY_MS,
  IN_A_WEEK,
  EVENT,
  SINGLE,
  MULTI,
  FIRST,
  CLICK,
  facts,
  multi,
  refused,
  recorded,
  rejected,
  used,
  capped,
  repeatable,
} from './conversion-facts';

describe(decideConversion.name, () => {
  it.each([
    [1, 'an unknown secret path', facts({ pathKnown: false }), refused('path_secret_wrong')],
    [1, 'no signature', facts({ signature: 'missing' }), refused('signature_missing')],
    [1, 'a wrong signature', facts({ signature: 'wrong' }), refused('signature_wrong')],
    [2, 'no gk_click_id', facts({ clickIdText: null, clickId: null }), refused('gk_click_id_missing')],
    [2, 'an empty gk_click_id', facts({ clickIdText: '', clickId: null }), refused('gk_click_id_missing')],
    [2, 'a gk_click_id that is no UUID', facts({ clickIdText: '123', clickId: null }), refused('gk_click_id_invalid')],
    [3, 'an unknown click', facts({ click: null }), refused('click_unknown')],
    [3, 'a click whose offer is gone', facts({ offer: null }), refused('offer_unknown')],
    [4, 'no cnv_event_id', multi({ eventIdText: null, event: null }), refused('event_id_missing')],
    [4, 'an empty cnv_event_id', multi({ eventIdText: '', event: null }), refused('event_id_missing')],
    [4, 'an unknown cnv_event_id', multi({ eventIdText: 'Level-5', event: null }), refused('event_unknown')],
    [5, 'an address off the whitelist', facts({ sourceAllowed: false }), rejected('IP address is not whitelisted')],
    [
      5,
      'an address off the whitelist, though the event is completed',
      multi({ sourceAllowed: false, first: FIRST }),
      rejected('IP address is not whitelisted'),
    ],
    [6, 'a completed event', multi({ first: FIRST }), { kind: 'already-completed', first: FIRST }],
    [6, 'a completed offer', facts({ first: FIRST }), { kind: 'already-completed', first: FIRST }],
    [
      7,
      'a completed event, repeats on',
      multi({ first: FIRST, event: anEvent({ allowRepetitions: true }) }),
      recorded({ status: 'Success', repeatOf: FIRST.id }),
    ],
    [
      7,
      'a completed offer, repeats on, the first still Pending',
      facts({ offer: repeatable(), first: { ...FIRST, status: 'Pending', maturesAt: IN_A_WEEK } }),
      recorded({ status: 'Pending', maturesAt: IN_A_WEEK, repeatOf: FIRST.id }),
    ],
    [
      7,
      'a completed offer, repeats on, manual rewarding, the first accepted',
      facts({ offer: repeatable({ rewarding: 'Manual' }), first: FIRST }),
      recorded({ status: 'Success', repeatOf: FIRST.id }),
    ],
    [
      7,
      'a completed offer, repeats on, its cap full',
      facts({ offer: repeatable({ dailyCap: 1 }), first: FIRST, history: used({ day: 1 }) }),
      recorded({ status: 'Success', repeatOf: FIRST.id }),
    ],
    [13, 'manual rewarding', facts({ offer: anOffer({ rewarding: 'Manual' }) }), recorded({ status: 'Pending' })],
    [
      13,
      'manual rewarding, whatever the pending time',
      facts({ offer: anOffer({ rewarding: 'Manual', pendingTime: 7 }) }),
      recorded({ status: 'Pending' }),
    ],
    [
      13,
      'a pending time of 7 days',
      facts({ offer: anOffer({ pendingTime: 7 }) }),
      recorded({ status: 'Pending', maturesAt: IN_A_WEEK }),
    ],
    [
      13,
      'a pending time of the event',
      multi({ event: anEvent({ pendingTime: 7 }) }),
      recorded({ status: 'Pending', maturesAt: IN_A_WEEK }),
    ],
    [14, 'nothing in the way', facts(), recorded({ status: 'Success' })],
    [14, 'no signature needed', facts({ signature: 'not-needed' }), recorded({ status: 'Success' })],
    [14, 'an event with nothing in the way', multi(), recorded({ status: 'Success' })],
    [
      14,
      'an event without pending time on an offer with one',
      multi({ offer: { ...MULTI, pendingTime: 7 } }),
      recorded({ status: 'Success' }),
    ],
    [
      14,
      'a cnv_event_id that a SingleEvent offer ignores',
      facts({ eventIdText: 'x' }),
      recorded({ status: 'Success' }),
    ],
    [14, 'repeats on, but no first', facts({ offer: repeatable() }), recorded({ status: 'Success' })],
  ])('should decide K§3.2 row %i: %s', (row, _, given, expected) => {
    const { decision } = decideConversion(given);
    expect(decision).toEqual({ ...expected, row });
  });

  it.each([
    ['refuses', multi({ event: null, eventIdText: 'x' }), '1+ 1+ 2+ 3+ 3+ 4-'],
    ['refuses at once', facts({ pathKnown: false, signature: 'wrong' }), '1-'],
    ['finds it complete', facts({ first: FIRST }), '1+ 1+ 2+ 3+ 3+ 4+ 5+ 6-'],
    ['repeats', facts({ first: FIRST, offer: repeatable() }), '1+ 1+ 2+ 3+ 3+ 4+ 5+ 6+ 7!'],
    [
      'lets it wait',
      facts({ offer: anOffer({ pendingTime: 1 }) }),
      '1+ 1+ 2+ 3+ 3+ 4+ 5+ 6+ 8+ 9+ 10+ 11+ 12+ 12+ 13!',
    ],
    ['rejects', facts({ sourceAllowed: false }), '1+ 1+ 2+ 3+ 3+ 4+ 5-'],
    ['finds the cap full', capped({ dailyCap: 1 }, { day: 1 }), '1+ 1+ 2+ 3+ 3+ 4+ 5+ 6+ 8+ 9+ 10+ 11+ 12-'],
    ['accepts', facts(), '1+ 1+ 2+ 3+ 3+ 4+ 5+ 6+ 8+ 9+ 10+ 11+ 12+ 12+ 14!'],
  ])('should trace the rules it went by when it %s', (_, given, expected) => {
    const marks = { passed: '+', failed: '-', applied: '!' };
    const { trace } = decideConversion(given);
    expect(trace.map(({ row, result }) => `${row}${marks[result]}`).join(' ')).toBe(expected);
    expect(new Set(trace.map(({ rule }) => rule)).size).toBe(trace.length);
  });

  it('should say so when the rules leave a case open', () => {
    expect(() => decideConversion(facts(), CONVERSION_RULES.slice(0, -1))).toThrow('decides everything');
  });

  describe('for any facts, however odd', () => {
    const offers = fc
      .record({
        offerType: fc.constantFrom('SingleEvent', 'MultiEvent'),
        rewarding: fc.constantFrom('Automatic', 'Manual'),
        pendingTime: fc.nat(30),
        allowRepetitions: fc.boolean(),
      })
      .map((offer) => anOffer(offer));
    const events = fc
      .record({ pendingTime: fc.nat(30), allowRepetitions: fc.boolean() })
      .map((event) => anEvent(event));
    const firsts = fc.record({
      id: fc.uuid(),
      status: fc.constantFrom('Pending' as const, 'Success' as const),
      maturesAt: fc.option(fc.date({ noInvalidDate: true })),
    });
    const histories = fc.record({
      completed: fc.array(fc.record({ offerEventId: fc.option(fc.uuid()), at: fc.date({ noInvalidDate: true }) })),
      usage: fc.record({
        conversions: fc.record({ day: fc.nat(), week: fc.nat(), month: fc.nat(), ever: fc.nat() }),
        revenue: fc.record({ day: fc.nat().map(String), ever: fc.nat().map(String) }),
      }),
    });
    const uploads = fc.record({
      completedAt: fc.date({ noInvalidDate: true }),
      revenue: fc.nat().map(String),
      reward: fc.nat().map(String),
    });
    const anyFacts: fc.Arbitrary<ConversionFacts> = fc.record({
      now: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
      pathKnown: fc.boolean(),
      signature: fc.constantFrom('right', 'wrong', 'missing', 'not-needed'),
      clickIdText: fc.option(fc.string()),
      clickId: fc.option(fc.uuid()),
      eventIdText: fc.option(fc.string()),
      click: fc.option(fc.constant(CLICK)),
      offer: fc.option(offers),
      event: fc.option(events),
      first: fc.option(firsts),
      sourceAllowed: fc.boolean(),
      amountText: fc.option(fc.string()),
      history: fc.option(histories),
      uploaded: fc.option(uploads),
    });

    it('should make exactly one decision, that of the earliest rule which has one', () => {
      fc.assert(
        fc.property(anyFacts, (given) => {
          const wanted = CONVERSION_RULES.map(({ decide }) => decide(given)).find((decision) => decision !== null);
          expect(decideConversion(given).decision).toEqual(wanted);
        }),
      );
    });

    it('should make the same decision however the rules after it read', () => {
      fc.assert(
        fc.property(anyFacts, (given) => {
          const { decision, trace } = decideConversion(given);
          const upTo = CONVERSION_RULES.findIndex(({ rule }) => rule === trace.at(-1)?.rule);
          expect(decideConversion(given, CONVERSION_RULES.slice(0, upTo + 1)).decision).toEqual(decision);
        }),
      );
    });

    it('should trace only passed rules before the one that decided, in the order of the rows', () => {
      fc.assert(
        fc.property(anyFacts, (given) => {
          const { decision, trace } = decideConversion(given);
          expect(trace.at(-1)?.row).toBe(decision.row);
          const isGranted = decision.kind === 'recorded' && decision.status !== 'Rejected';
          expect(trace.at(-1)?.result).toBe(isGranted ? 'applied' : 'failed');
          expect(trace.slice(0, -1).every(({ result }) => result === 'passed')).toBe(true);
          expect(trace.map(({ row }) => row)).toEqual(trace.map(({ row }) => row).sort((left, right) => left - right));
        }),
      );
    });

    it('should give a status to what is recorded and to nothing else', () => {
      fc.assert(
        fc.property(anyFacts, (given) => {
          const { decision } = decideConversion(given);
          expect('status' in decision).toBe(decision.kind === 'recorded');
          if (decision.kind === 'already-completed') expect(decision.first).toBe(given.first);
          if (decision.kind !== 'recorded') return;
          expect(decision.rejectionReason !== null).toBe(decision.status === 'Rejected');
          expect(decision.repeatOf).toBe(decision.row === 7 ? given.first?.id : null);
          if (decision.row === 14) expect(decision).toMatchObject({ status: 'Success', maturesAt: null });
        }),
      );
    });

    it('should let a pending time end after exactly as many days', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 365 }), (pendingTime) => {
          const { decision } = decideConversion(facts({ offer: anOffer({ pendingTime }) }));
          const maturesAt = new Date(NOW.getTime() + pendingTime * DAY_MS);
          expect(decision).toEqual({ ...recorded({ status: 'Pending', maturesAt }), row: 13 });
        }),
      );
    });
  });
});

describe('CONVERSION_RULES', () => {
  it('should stand in the order of the rows of K§3.2', () => {
    const rows = CONVERSION_RULES.map(({ row }) => row);
    expect(rows).toEqual([...rows].sort((left, right) => left - right));
    expect(rows.at(-1)).toBe(14);
  });
});

describe(completionRules.name, () => {
  it('should be the event of a MultiEvent offer, else the offer', () => {
    expect(completionRules(MULTI, EVENT)).toBe(EVENT);
    expect(completionRules(SINGLE, null)).toBe(SINGLE);
  });
});

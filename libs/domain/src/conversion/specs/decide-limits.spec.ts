import { anEvent, anOffer } from '@app/testing';
import { decideConversion, standsAlone } from '../decide-conversion';
import { needsHistory } from '../decide-limits';
import {
  MINUTE_MS,
  DAY_MS,
  EVENT,
  SINGLE,
  MULTI,
  FIRST,
  facts,
  multi,
  recorded,
  rejected,
  ACCEPTED,
  COMPLETED,
  used,
  sequence,
  uploaded,
  deadline,
  REV_SHARE,
  revShare,
  capped,
  budget,
} from './conversion-facts';

describe(`${decideConversion.name}, within the limits of the offer`, () => {
  it.each([
    [8, 'an earlier event missing', sequence(3, [1]), rejected('Event sequence is violated')],
    [8, 'all earlier events missing', sequence(2, []), rejected('Event sequence is violated')],
    [8, 'a later event completed instead', sequence(2, [3]), rejected('Event sequence is violated')],
    [14, 'the first of a sequence', sequence(1, []), recorded({ status: 'Success' })],
    [14, 'all earlier events completed', sequence(3, [2, 1]), recorded({ status: 'Success' })],
    [14, 'an independent event beside a sequence', sequence(null, []), recorded({ status: 'Success' })],
    [
      9,
      'a millisecond before the minimum time',
      sequence(2, [1], { wait: 10, ago: 10 * MINUTE_MS - 1 }),
      rejected('Minimum time from previous event is not reached'),
    ],
    [14, 'the minimum time to the millisecond', sequence(2, [1], { wait: 10, ago: 10 * MINUTE_MS }), ACCEPTED],
    [
      9,
      'an independent event too soon after any other',
      sequence(null, [1], { wait: 10, ago: MINUTE_MS }),
      rejected('Minimum time from previous event is not reached'),
    ],
    [14, 'a minimum time, but no event before', sequence(1, [], { wait: 10 }), ACCEPTED],
    [14, 'a minimum time of 0', sequence(2, [1], { wait: 0, ago: 0 }), ACCEPTED],
    [10, 'a millisecond after the deadline', deadline(3, 3 * DAY_MS + 1), rejected('Event deadline has passed')],
    [14, 'the deadline to the millisecond', deadline(3, 3 * DAY_MS), ACCEPTED],
    [6, 'a deadline that has passed, the event completed', { ...deadline(3, 4 * DAY_MS), first: FIRST }, COMPLETED],
    [11, 'RevShare without an amount', revShare(null), rejected('Conversion amount is missing')],
    [11, 'RevShare with an empty amount', revShare(''), rejected('Conversion amount is missing')],
    [11, 'RevShare with no number', revShare('12,50'), rejected('Conversion amount is missing')],
    [11, 'RevShare with a negative amount', revShare('-1'), rejected('Conversion amount is missing')],
    [14, 'RevShare with an amount', revShare('12.50'), ACCEPTED],
    [14, 'RevShare with nothing', revShare('0'), ACCEPTED],
    [14, 'FlatRate without an amount', facts(), ACCEPTED],
    [14, 'RevShare without an amount, from a file', uploaded(revShare(null)), ACCEPTED],
    [
      9,
      'a file that tells of a time too soon after the event before',
      uploaded(sequence(2, [1], { wait: 10, ago: 60 * MINUTE_MS }), -50 * MINUTE_MS - 1),
      rejected('Minimum time from previous event is not reached'),
    ],
    [
      14,
      'a file that tells of a time late enough',
      uploaded(sequence(2, [1], { wait: 10, ago: 60 * MINUTE_MS }), -50 * MINUTE_MS),
      ACCEPTED,
    ],
    [
      14,
      'a file that tells, after the deadline, of a time before it',
      uploaded(deadline(3, 9 * DAY_MS), -6 * DAY_MS),
      ACCEPTED,
    ],
    [
      10,
      'a file that tells of a time after the deadline',
      uploaded(deadline(3, 9 * DAY_MS), -6 * DAY_MS + 1),
      rejected('Event deadline has passed'),
    ],
    [
      12,
      "a budget that is not enough for the file's revenue",
      uploaded(budget({ totalBudget: '10' }, '9.5', '0.1'), 0, '0.51'),
      rejected('Budget is reached'),
    ],
    [
      14,
      "a budget that is enough for the file's revenue",
      uploaded(budget({ totalBudget: '10' }, '9.5', '100'), 0, '0.5'),
      ACCEPTED,
    ],
    [12, 'a full daily cap', capped({ dailyCap: 5 }, { day: 5 }), rejected('Conversion cap is reached')],
    [12, 'a full weekly cap', capped({ weeklyCap: 5 }, { week: 6 }), rejected('Conversion cap is reached')],
    [12, 'a full monthly cap', capped({ monthlyCap: 5 }, { month: 5 }), rejected('Conversion cap is reached')],
    [12, 'a full cap for ever', capped({ allTimeCap: 5 }, { ever: 5 }), rejected('Conversion cap is reached')],
    [14, 'a cap with room for one', capped({ dailyCap: 5 }, { day: 4, week: 9, month: 9, ever: 9 }), ACCEPTED],
    [
      12,
      'a full cap of the event',
      multi({ event: anEvent({ dailyCap: 1 }), history: used({ day: 1 }) }),
      rejected('Conversion cap is reached'),
    ],
    [
      14,
      'a full cap of a MultiEvent offer: only those of events count',
      multi({ offer: { ...MULTI, dailyCap: 1 }, history: used({ day: 1 }) }),
      ACCEPTED,
    ],
    [12, 'a full daily budget', budget({ dailyBudget: '10' }, '9.5', '0.51'), rejected('Budget is reached')],
    [12, 'a full budget for ever', budget({ totalBudget: '10' }, '10', '0.01'), rejected('Budget is reached')],
    [14, 'a budget that is just enough', budget({ dailyBudget: '10', totalBudget: '10' }, '9.5', '0.5'), ACCEPTED],
    [14, 'a spent budget, and a conversion that earns nothing', budget({ totalBudget: '10' }, '12', '0'), ACCEPTED],
    [
      12,
      'a full cap and a full budget',
      facts({ offer: anOffer({ dailyCap: 1, dailyBudget: '1', revenue: '1' }), history: used({ day: 1 }, '1') }),
      rejected('Conversion cap is reached'),
    ],
    [
      12,
      'a share of the amount beyond the budget',
      { ...revShare('100'), history: used({}, '5'), offer: anOffer({ ...REV_SHARE, totalBudget: '24' }) },
      rejected('Budget is reached'),
    ],
    [
      12,
      'a full cap, manual rewarding',
      facts({ offer: anOffer({ rewarding: 'Manual', dailyCap: 1 }), history: used({ day: 1 }) }),
      rejected('Conversion cap is reached'),
    ],
  ])('should decide K§3.2 row %i: %s', (row, _, given, expected) => {
    const { decision } = decideConversion(given);
    expect(decision).toEqual({ ...expected, row });
  });
});

describe(needsHistory.name, () => {
  it.each([
    ['nothing but a price', SINGLE, null, false],
    ['a cap', anOffer({ monthlyCap: 1 }), null, true],
    ['a budget', anOffer({ totalBudget: '1' }), null, true],
    ['an event alone', MULTI, EVENT, false],
    ['a cap of the event', MULTI, anEvent({ allTimeCap: 1 }), true],
    ['a place in a sequence', MULTI, anEvent({ sequenceNumber: 1 }), true],
    ['a minimum time', MULTI, anEvent({ minTimeFromPreviousEvent: 1 }), true],
    ['a deadline', MULTI, anEvent({ deadlineDays: 1 }), false],
    ['a cap that a MultiEvent offer does not have', anOffer({ ...MULTI, dailyCap: 1 }), EVENT, false],
  ])('should be asked of %s: %s', (_, offer, event, expected) => {
    expect(needsHistory(offer, event)).toBe(expected);
  });
});

describe(standsAlone.name, () => {
  it.each([
    ['an accepted one', facts(), true],
    ['a Pending one', facts({ offer: anOffer({ rewarding: 'Manual' }) }), true],
    ['one with a cap', capped({ dailyCap: 1 }, {}), false],
    ['a wrong address', facts({ sourceAllowed: false, offer: anOffer({ dailyCap: 1 }) }), true],
    ['a missing amount: the event may be completed', revShare(null), false],
    ['a late one: the event may be completed', deadline(1, 2 * DAY_MS), false],
    ['one of a sequence', sequence(1, []), false],
    ['a refused call', facts({ pathKnown: false }), false],
  ])('should tell of %s', (_, given, expected) => {
    expect(standsAlone(decideConversion(given).decision, given)).toBe(expected);
  });
});

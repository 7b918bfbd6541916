import { earningsPerClick, isRepeatable, rankOffers, userState, WALL_ORDERS } from './offer-wall';

const AT = new Date('2026-03-01T10:00:00.000Z');
const LATER = new Date('2026-03-02T10:00:00.000Z');
const once = (offerEventId: string | null): { offerEventId: string | null; allowRepetitions: boolean } => ({
  offerEventId,
  allowRepetitions: false,
});
const done = (offerEventId: string | null, isPending = false, at = AT): Parameters<typeof userState>[1][number] => ({
  offerEventId,
  isPending,
  at,
});

describe(userState.name, () => {
  const state = (userCompletedAt: Date | null, rewardStatus: string | null): unknown => ({
    isUserCompleted: userCompletedAt !== null,
    userCompletedAt,
    rewardStatus,
  });

  it.each([
    ['one step without a conversion', [once(null)], [], state(null, null)],
    ['one step with a Success', [once(null)], [done(null)], state(AT, 'Completed')],
    ['one step with a Pending one', [once(null)], [done(null, true)], state(AT, 'Pending')],
    ['one of two events', [once('a'), once('b')], [done('a')], state(null, null)],
    ['both events', [once('a'), once('b')], [done('b', false, LATER), done('a')], state(LATER, 'Completed')],
    ['both events, one Pending', [once('a'), once('b')], [done('a', true), done('b')], state(AT, 'Pending')],
    ['an event that is no step', [once('a')], [done('hidden')], state(null, null)],
    ['no steps at all', [], [done('a')], state(null, null)],
  ])('should know a member with %s', (_, steps, completions, expected) => {
    expect(userState(steps, completions)).toEqual(expected);
  });
});

describe(isRepeatable.name, () => {
  it('should be so where any step is', () => {
    expect(isRepeatable([once('a'), once('b')])).toBe(false);
    expect(isRepeatable([once('a'), { ...once('b'), allowRepetitions: true }])).toBe(true);
  });
});

describe(earningsPerClick.name, () => {
  it.each([
    ['10', 4, 2.5],
    ['10', 3, 3.333333],
    ['0', 5, 0],
    ['10', 0, 0],
  ])('should be for %s on %i clicks: %d', (revenue, clicks, epc) => {
    expect(earningsPerClick(revenue, clicks)).toBe(epc);
  });
});

describe(rankOffers.name, () => {
  const offer = { createdAt: AT, launchDate: AT, epc: 1, reward: 1, revenue: 1, name: 'b' };
  const first = { ...offer, id: 'first', name: 'A' };
  const second = { ...offer, id: 'second', launchDate: LATER, epc: 2, reward: 2, revenue: 2 };

  it.each(WALL_ORDERS)('should order by %s, down and up', (by) => {
    expect(rankOffers([first, second], { by, ascending: false })).toEqual([second, first]);
    expect(rankOffers([second, first], { by, ascending: true })).toEqual([first, second]);
  });

  it('should put the newer of equals first, either way', () => {
    const newer = { ...first, id: 'newer', createdAt: LATER };
    const twin = { ...newer, id: 'twin' };
    for (const ascending of [true, false]) {
      expect(rankOffers([first, newer, twin], { by: 'epc', ascending })).toEqual([twin, newer, first]);
    }
  });
});

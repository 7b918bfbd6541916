import { offerProblems } from './judge-offer';

const NO_CAPS = { dailyCap: null, weeklyCap: null, monthlyCap: null, allTimeCap: null };
const SINGLE = { offerType: 'SingleEvent' as const, targeting: {}, ...NO_CAPS };
const MULTI = { ...SINGLE, offerType: 'MultiEvent' as const };
const INSTALL = { eventId: 'install' };

describe(offerProblems.name, () => {
  it.each([
    ['a SingleEvent offer without events', SINGLE, []],
    ['a SingleEvent offer with a cap', { ...SINGLE, dailyCap: 5 }, []],
    ['a MultiEvent offer with an event', MULTI, [INSTALL]],
    ['an age range of one year', { ...SINGLE, targeting: { ages: [{ from: 18, to: 18 }] } }, []],
  ])('should find nothing wrong with %s', (_, offer, events) => {
    expect(offerProblems(offer, events)).toEqual([]);
  });

  it.each([
    ['events of a SingleEvent offer', SINGLE, [INSTALL], ['events']],
    ['a MultiEvent offer without events', MULTI, [], ['events']],
    ['caps of a MultiEvent offer', { ...MULTI, dailyCap: 5, allTimeCap: 9 }, [INSTALL], ['dailyCap', 'allTimeCap']],
    ['an eventId that is there twice', MULTI, [INSTALL, { eventId: 'level' }, INSTALL], ['events.2.eventId']],
    [
      'an age range that ends before it begins',
      { ...SINGLE, targeting: { ages: [{ from: 2, to: 1 }] } },
      [],
      ['targeting.ages.0.to'],
    ],
  ])('should name %s', (_, offer, events, fields) => {
    expect(offerProblems(offer, events).map(({ field }) => field)).toEqual(fields);
  });
});

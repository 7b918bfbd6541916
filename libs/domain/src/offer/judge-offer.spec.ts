import { offerProblems } from './judge-offer';

const NO_CAPS = { dailyCap: null, weeklyCap: null, monthlyCap: null, allTimeCap: null };
const COSTS = { costModel: 'CPI' as const, appName: 'Dragon', storeId: '1', advertiserCampaignName: 'Spring' };
const NO_COSTS = { costModel: null, appName: null, storeId: null, advertiserCampaignName: null };
const [EARLY, LATE] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')];
const SINGLE = {
  offerType: 'SingleEvent' as const,
  targeting: {},
  ...NO_CAPS,
  shouldSendCostData: false,
  ...NO_COSTS,
  launchDate: null,
  expiryDate: null,
};
const MULTI = { ...SINGLE, offerType: 'MultiEvent' as const };
const INSTALL = { eventId: 'install' };

describe(offerProblems.name, () => {
  it.each([
    ['a SingleEvent offer without events', SINGLE, []],
    ['a SingleEvent offer with a cap', { ...SINGLE, dailyCap: 5 }, []],
    ['a MultiEvent offer with an event', MULTI, [INSTALL]],
    ['an age range of one year', { ...SINGLE, targeting: { ages: [{ from: 18, to: 18 }] } }, []],
    ['cost data with all of its fields', { ...SINGLE, shouldSendCostData: true, ...COSTS }, []],
    ['dates in their order', { ...SINGLE, launchDate: EARLY, expiryDate: LATE }, []],
    ['an expiry alone', { ...SINGLE, expiryDate: EARLY }, []],
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
    [
      'what cost data needs',
      { ...SINGLE, shouldSendCostData: true },
      [],
      ['costModel', 'appName', 'storeId', 'advertiserCampaignName'],
    ],
    [
      'the one field that cost data lacks',
      { ...SINGLE, shouldSendCostData: true, ...COSTS, storeId: null },
      [],
      ['storeId'],
    ],
    ['an expiry at the launch', { ...SINGLE, launchDate: LATE, expiryDate: LATE }, [], ['expiryDate']],
    ['an expiry before the launch', { ...SINGLE, launchDate: LATE, expiryDate: EARLY }, [], ['expiryDate']],
  ])('should name %s', (_, offer, events, fields) => {
    expect(offerProblems(offer, events).map(({ field }) => field)).toEqual(fields);
  });
});

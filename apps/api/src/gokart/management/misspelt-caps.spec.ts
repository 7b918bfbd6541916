import { misspeltCaps } from './misspelt-caps';

describe(misspeltCaps.name, () => {
  it.each<[unknown]>([
    [{ dailyCap: 1, weeklyCap: null, monthlyCap: 'x', allTimeCap: 3 }],
    [{ recap: 1, handicap: 1, capacity: 1, dailyCapReached: true, icecap: 1, dailyCount: 2 }],
    [{ offerEvents: [{ dailyCap: 1 }, null, 5, 'monthyCap'] }],
    [{ offerEvents: { monthyCap: 1 }, targeting: { monthyCap: 1 } }],
    [null],
    ['dailycap'],
  ])('should find nothing wrong with %j', (offer) => {
    expect(misspeltCaps(offer)).toEqual([]);
  });

  it.each<[unknown, string[]]>([
    [{ monthyCap: 1 }, ['monthyCap']],
    [{ montlyCap: 1, dailycap: 1, DailyCap: 1 }, ['montlyCap', 'dailycap', 'DailyCap']],
    [
      { daily_cap: 1, all_time_cap: 1, totalCap: 1, lifetimeCap: null },
      ['daily_cap', 'all_time_cap', 'totalCap', 'lifetimeCap'],
    ],
    [
      { offerEvents: [{}, { weekCap: 1 }], events: [{ alltimeCap: 1 }] },
      ['offerEvents.1.weekCap', 'events.0.alltimeCap'],
    ],
  ])('should name what means a cap in %j', (offer, fields) => {
    expect(misspeltCaps(offer).map(({ field }) => field)).toEqual(fields);
  });
});

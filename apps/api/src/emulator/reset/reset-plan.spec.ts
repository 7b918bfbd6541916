import { accountDefaults, KEEPABLE, removalsFor, whatStays, type Keepable } from './reset-plan';

describe(whatStays.name, () => {
  it.each<[Keepable[], Keepable[]]>([
    [[], []],
    [
      ['logs', 'clock'],
      ['clock', 'logs'],
    ],
    [['offers'], ['offers', 'advertisers']],
    [['postbacks'], ['offers', 'partners', 'advertisers', 'postbacks']],
    [['clicks'], ['offers', 'partners', 'advertisers', 'clicks']],
    [
      ['conversions', 'conversions'],
      ['offers', 'partners', 'advertisers', 'clicks', 'conversions'],
    ],
    [[...KEEPABLE].reverse(), [...KEEPABLE]],
  ])('should keep, when asked for %j, what that stands on: %j', (asked, stays) => {
    expect(whatStays(asked)).toEqual(stays);
  });
});

describe(removalsFor.name, () => {
  const tables = (stays: Keepable[]): string[] => removalsFor(stays).map(({ table }) => table);

  it('should empty every table when nothing stays', () => {
    expect(tables([])).toHaveLength(28);
  });

  it('should leave only the tables of no keepable thing when all stays', () => {
    expect(tables([...KEEPABLE])).toEqual([]);
  });

  it('should keep links only where partner and offer both stay', () => {
    expect(tables(['offers', 'advertisers'])).toContain('partner_links');
    expect(tables(['offers', 'advertisers', 'partners'])).not.toContain('partner_links');
  });
});

describe(accountDefaults.name, () => {
  it('should set clock and switches back unless they stay', () => {
    expect(accountDefaults([])).toHaveLength(8);
    expect(accountDefaults(['clock'])).toHaveLength(6);
    expect(accountDefaults(['clock', 'switches'])).toEqual(['outbound_faults = NULL']);
    expect(accountDefaults(['clock', 'faults', 'switches'])).toEqual([]);
  });
});

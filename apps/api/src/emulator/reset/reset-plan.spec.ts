import { accountDefaults, KEEPABLE, removalsFor, removalText, whatStays, type Keepable } from './reset-plan';

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
    expect(tables([])).toHaveLength(29);
  });

  it('should leave only the tables of no keepable thing when all stays', () => {
    expect(tables([...KEEPABLE])).toEqual([]);
  });

  it('should keep links only where partner and offer both stay', () => {
    expect(tables(['offers', 'advertisers'])).toContain('partner_links');
    expect(tables(['offers', 'advertisers', 'partners'])).not.toContain('partner_links');
  });
});

describe(removalText.name, () => {
  it('should name the account alone', () => {
    const id = '0197d0a5-0000-7000-8000-00000000000a';
    const [removal] = removalsFor([]);
    expect(removal && removalText(removal, id)).toBe(`DELETE FROM receiver_requests WHERE account_id = '${id}'::uuid`);
    expect(() => removal && removalText(removal, "x' OR true --")).toThrow('UUID');
  });
});

describe(accountDefaults.name, () => {
  it('should set switches and faults back unless they stay', () => {
    expect(accountDefaults([])).toHaveLength(6);
    expect(accountDefaults(['switches'])).toEqual(['outbound_faults = NULL']);
    expect(accountDefaults(['faults', 'switches'])).toEqual([]);
  });
});

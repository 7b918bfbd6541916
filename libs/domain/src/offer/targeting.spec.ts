import type { Targeting } from './offer';
import { meetsTargeting, toAudience } from './targeting';

const AGES = [
  { from: 0, to: 12 },
  { from: 30, to: 40 },
];

describe(meetsTargeting.name, () => {
  it.each<[Targeting, Record<string, string>, boolean]>([
    [{}, { pub_age: '30', pub_geo_country: 'US', pub_device: 'IOS' }, true],
    [{ ages: [], genders: [], countries: [], devices: [] }, { pub_age: '30', pub_device: 'IOS' }, true],
    [{ ages: AGES }, { pub_age: '0' }, true],
    [{ ages: AGES }, { pub_age: '12' }, true],
    [{ ages: AGES }, { pub_age: '13' }, false],
    [{ ages: AGES }, { pub_age: '30' }, true],
    [{ ages: AGES }, { pub_age: '41' }, false],
    [{ ages: AGES }, { pub_age: 'ten' }, false],
    [{ ages: AGES }, { pub_age: '-1' }, false],
    [{ ages: AGES }, { pub_age: ' ' }, true],
    [{ ages: AGES }, {}, true],
    [{ genders: ['Female', 'Other'] }, { pub_gender: 'female' }, true],
    [{ genders: ['Female', 'Other'] }, { pub_gender: 'Male' }, false],
    [{ genders: ['Female'] }, {}, true],
    [{ countries: ['US'] }, { pub_geo_country: '840' }, true],
    [{ countries: ['USA'] }, { pub_geo_country: 'us' }, true],
    [{ countries: ['276', 'CA'] }, { pub_geo_country: 'DEU' }, true],
    [{ countries: ['US'] }, { pub_geo_country: 'CAN' }, false],
    [{ countries: ['US'] }, { pub_geo_country: 'nowhere' }, false],
    [{ countries: ['US'] }, {}, true],
    [{ states: ['CA', 'NY'] }, { pub_geo_state: 'ny' }, true],
    [{ states: ['CA'] }, { pub_geo_state: 'NY' }, false],
    [{ postalCodes: ['SW1A 1AA'] }, { pub_postal_code: 'sw1a 1aa' }, true],
    [{ postalCodes: ['90210'] }, { pub_postal_code: '9021' }, false],
    [{ devices: ['IOS', 'MacOS'] }, { pub_device: 'IOS' }, true],
    [{ devices: ['IOS', 'MacOS'] }, { pub_device: 'macos' }, true],
    [{ devices: ['IOS'] }, { pub_device: 'Android' }, false],
    [{ devices: ['IOS'] }, { pub_device: 'Toaster' }, false],
    [{ devices: ['IOS'] }, { pub_device: 'All' }, true],
    [{ devices: ['All'] }, { pub_device: 'Browser' }, true],
    [{ devices: ['IOS'] }, {}, true],
    [{ genders: ['Female'], states: ['CA'] }, { pub_gender: 'Female', pub_geo_state: 'NY' }, false],
  ])('should be for an offer with %j and a call with %j: %s', (targeting, parameters, meets) => {
    expect(meetsTargeting(targeting, toAudience(parameters, null))).toBe(meets);
  });

  it.each<[string[] | undefined, string | null, boolean]>([
    [['0199F2A4-6C1E-7D3B-9A58-2F4E8C7B1D60'], '0199f2a4-6c1e-7d3b-9a58-2f4e8c7b1d60', true],
    [['home-feed'], 'popup', false],
    [['home-feed'], null, true],
    [[], 'popup', true],
    [undefined, 'popup', true],
  ])('should be for placements %j and the placement %j: %s', (placements, placement, meets) => {
    const targeting = placements === undefined ? {} : { placements };
    expect(meetsTargeting(targeting, toAudience({}, placement))).toBe(meets);
  });
});

import type { OfferEvent } from './offer';
import { DEFAULT_EVENT, DEFAULT_OFFER, type OfferFields } from './offer-fields';
import { isSameOffer } from './same-offer';

const OFFER: OfferFields = {
  ...DEFAULT_OFFER,
  name: 'Dragon',
  link: 'https://advertiser.test/',
  advertiserId: 'a',
  categoryId: 'c',
  countryId: null,
  launchDate: new Date('2026-01-01T00:00:00Z'),
  targeting: { devices: ['IOS', 'Android'], ages: [{ from: 1, to: 2 }] },
};
const EVENT: OfferEvent = { ...DEFAULT_EVENT, id: '1', eventId: 'install', name: 'Install', displayOrder: 1 };
const OTHER: OfferEvent = { ...EVENT, id: '2', eventId: 'level', displayOrder: 2 };

class Range {
  to = 2;
  from = 1;
}

describe(isSameOffer.name, () => {
  it.each<[string, object]>([
    ['a copy', {}],
    ['another object of the same instant', { launchDate: new Date('2026-01-01T00:00:00Z') }],
    ['members in another order and of a class', { targeting: { ages: [new Range()], devices: ['IOS', 'Android'] } }],
    ['what is no part of it', { id: 'x', createdAt: new Date(5), isWithdrawn: true }],
  ])('should see none in %s', (_, changes) => {
    const changed = { offer: { ...OFFER, ...changes }, events: [OTHER, { ...EVENT, deletedAt: null }] };
    expect(isSameOffer({ offer: OFFER, events: [EVENT, OTHER] }, changed)).toBe(true);
  });

  it.each<[Partial<OfferFields>]>([
    [{ name: 'dragon' }],
    [{ link: 'https://advertiser.test/2' }],
    [{ revenue: '1' }],
    [{ dailyCap: 1 }],
    [{ countryId: 'x' }],
    [{ headline: '' }],
    [{ launchDate: null }],
    [{ launchDate: new Date('2026-01-01T00:00:00.001Z') }],
    [{ expiryDate: new Date(0) }],
    [{ ipWhitelist: ['10.0.0.1'] }],
    [{ targeting: {} }],
    [{ targeting: { devices: ['Android', 'IOS'], ages: [{ from: 1, to: 2 }] } }],
    [{ targeting: { ...OFFER.targeting, ages: [{ from: 1, to: 3 }] } }],
    [{ targeting: { ...OFFER.targeting, states: [] } }],
  ])('should see one in %j', (changes) => {
    expect(isSameOffer({ offer: OFFER, events: [] }, { offer: { ...OFFER, ...changes }, events: [] })).toBe(false);
  });

  it.each<[string, OfferEvent[]]>([
    ['one event less', [EVENT]],
    ['one event more', [EVENT, OTHER, { ...OTHER, id: '3' }]],
    ['another event', [EVENT, { ...OTHER, id: '3' }]],
    ['an event that has changed', [EVENT, { ...OTHER, showOnOfferWall: false }]],
    ['an event that is called otherwise', [EVENT, { ...OTHER, name: 'x' }]],
  ])('should see one in %s', (_, events) => {
    expect(isSameOffer({ offer: OFFER, events: [EVENT, OTHER] }, { offer: OFFER, events })).toBe(false);
  });
});

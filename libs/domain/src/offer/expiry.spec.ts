import { statusByExpiry } from './expiry';
import type { OfferStatus } from './offer';

const NOW = new Date('2026-11-21T12:00:00Z');
const PAST = new Date(NOW.getTime() - 1);
const AHEAD = new Date(NOW.getTime() + 1);

type Case = [status: OfferStatus, expiryDate: Date | null];

describe(statusByExpiry.name, () => {
  it.each<[...Case, OfferStatus]>([
    ['Active', null, 'Active'],
    ['Active', AHEAD, 'Active'],
    ['Active', NOW, 'Expired'],
    ['Active', PAST, 'Expired'],
    ['Pending', PAST, 'Expired'],
    ['Expired', null, 'Expired'],
    ['Expired', AHEAD, 'Expired'],
  ])('should be for a new offer that is %s with the expiry %j: %s', (status, expiryDate, expected) => {
    expect(statusByExpiry({ status, expiryDate }, null, NOW)).toBe(expected);
  });

  it.each<[before: Case, written: Case, OfferStatus]>([
    [['Expired', PAST], ['Expired', AHEAD], 'Active'],
    [['Expired', PAST], ['Expired', null], 'Active'],
    [['Expired', PAST], ['Expired', PAST], 'Expired'],
    [['Expired', PAST], ['Pending', AHEAD], 'Pending'],
    [['Expired', PAST], ['Active', PAST], 'Expired'],
    [['Expired', AHEAD], ['Expired', null], 'Expired'],
    [['Expired', null], ['Expired', AHEAD], 'Expired'],
    [['Active', PAST], ['Expired', null], 'Expired'],
    [['Active', AHEAD], ['Active', PAST], 'Expired'],
  ])('should go from %j, written as %j, to %s', (before, written, expected) => {
    expect(statusByExpiry(toOffer(written), toOffer(before), NOW)).toBe(expected);
  });
});

function toOffer([status, expiryDate]: Case): { status: OfferStatus; expiryDate: Date | null } {
  return { status, expiryDate };
}

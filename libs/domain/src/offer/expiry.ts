import type { OfferFields } from './offer-fields';

type Expiring = Pick<OfferFields, 'status' | 'expiryDate'>;

/**
 * The status of an offer that is written: Expired once its expiry has passed. One that its date alone had made so is
 * Active again with a date ahead, or none. `before`: the offer as it was; `null`: it is new.
 */
export function statusByExpiry(
  { status, expiryDate }: Expiring,
  before: Expiring | null,
  now: Date,
): OfferFields['status'] {
  if (hasPassed(expiryDate, now)) return 'Expired';
  const wasExpiredByDate = before?.status === 'Expired' && hasPassed(before.expiryDate, now);
  return wasExpiredByDate && status === 'Expired' ? 'Active' : status;
}

function hasPassed(expiryDate: Date | null, now: Date): boolean {
  return expiryDate !== null && expiryDate <= now;
}

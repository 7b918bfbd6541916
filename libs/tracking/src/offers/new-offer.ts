import { DEFAULT_OFFER, mergeOffer, type NewOffer, type OfferReferences } from '@app/domain';
import { newId, newLabel } from '@app/runtime';
import type { OfferEntity } from '@app/store';

/** An offer with what was given, and everything else at its default. K§6. */
export function newOffer(
  accountId: string,
  references: OfferReferences,
  given: NewOffer,
  createdAt: Date,
): OfferEntity {
  const { name, link } = given;
  const offer = { ...DEFAULT_OFFER, ...references, name, link };
  const row = {
    id: newId(),
    accountId,
    rejectionEndpointId: newLabel(),
    isWithdrawn: false,
    createdAt,
    deletedAt: null,
  };
  return mergeOffer({ ...offer, ...row }, given);
}

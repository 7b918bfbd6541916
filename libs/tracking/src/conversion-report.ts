import type { ConversionReport } from '@app/domain';
import type { StoredConversion } from '@app/store';
import type { OfferConfig, PartnerConfig } from './catalog';

/** A stored conversion with the names that configuration holds now. */
export function toReport(row: StoredConversion, offer: OfferConfig, partner: PartnerConfig | null): ConversionReport {
  const event =
    offer.events.find(({ id }) => id === row.offerEventId) ??
    offer.deletedEvents.find(({ id }) => id === row.offerEventId);
  return {
    ...row,
    offerName: offer.name,
    advertiserId: offer.advertiserId,
    advertiserName: offer.advertiserName,
    categoryId: offer.categoryId,
    categoryName: offer.categoryName,
    countryId: offer.countryId,
    countryCode2: offer.countryCode2,
    countryCode3: offer.countryCode3,
    eventId: event?.eventId ?? null,
    eventName: event?.name ?? null,
    sequenceNumber: event?.sequenceNumber ?? null,
    partnerName: partner?.name ?? null,
  };
}

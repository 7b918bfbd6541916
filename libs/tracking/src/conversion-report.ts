import type { ConversionReport } from '@app/domain';
import type { StoredConversion } from '@app/store';
import type { OfferConfig, PartnerConfig } from './catalog';

/** A stored conversion with the names that configuration holds now. */
export function toReport(row: StoredConversion, offer: OfferConfig, partner: PartnerConfig | null): ConversionReport {
  const event =
    offer.events.find(({ id }) => id === row.offerEventId) ??
    offer.deletedEvents.find(({ id }) => id === row.offerEventId);
  return {
    // Each by name: an object of so many fields that is spread is made as a table, four kilobytes that only the slow collector frees.
    id: row.id,
    accountId: row.accountId,
    clickId: row.clickId,
    viewId: row.viewId,
    offerId: row.offerId,
    offerEventId: row.offerEventId,
    partnerId: row.partnerId,
    pubMemberId: row.pubMemberId,
    pubClickId: row.pubClickId,
    pubParameters: row.pubParameters,
    clickTime: row.clickTime,
    status: row.status,
    rejectionReason: row.rejectionReason,
    isRepeated: row.isRepeated,
    repeatOf: row.repeatOf,
    revenue: row.revenue,
    reward: row.reward,
    payout: row.payout,
    parameters: row.parameters,
    userCompletedAt: row.userCompletedAt,
    createdAt: row.createdAt,
    modifiedAt: row.modifiedAt,
    maturesAt: row.maturesAt,
    callbackSent: row.callbackSent,
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

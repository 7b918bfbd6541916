import type { Conversion, ConversionReport } from '@app/domain';
import { anId } from './ids';
import { CLICKED_AT, COMPLETED_AT } from './policy';

/** A Success of a SingleEvent offer, the first of its member. */
export function aConversion(conversion: Partial<Conversion> = {}): Conversion {
  return {
    id: anId(),
    accountId: anId(),
    clickId: anId(),
    offerId: anId(),
    offerEventId: null,
    partnerId: null,
    pubMemberId: 'member-1',
    status: 'Success',
    rejectionReason: null,
    isRepeated: false,
    repeatOf: null,
    revenue: '10',
    reward: '5',
    payout: '2',
    parameters: {},
    userCompletedAt: COMPLETED_AT,
    createdAt: COMPLETED_AT,
    modifiedAt: COMPLETED_AT,
    maturesAt: null,
    callbackSent: false,
    ...conversion,
  };
}

/** A conversion with the names around it. */
export function aReport(report: Partial<ConversionReport> = {}): ConversionReport {
  return {
    ...aConversion(),
    viewId: null,
    pubClickId: null,
    pubParameters: {},
    clickTime: CLICKED_AT,
    offerName: 'Play the game',
    advertiserId: anId(),
    advertiserName: 'Default advertiser',
    categoryId: anId(),
    categoryName: 'General',
    countryId: null,
    countryCode2: null,
    countryCode3: null,
    eventId: null,
    eventName: null,
    sequenceNumber: null,
    partnerName: null,
    ...report,
  };
}

import { newId, newLabel } from '@app/runtime';
import type { OfferEntity } from '@app/store';
import type { OfferReferences } from './offer-references';

/** An offer with everything at its default. K§6. */
export function newOffer(
  accountId: string,
  references: OfferReferences,
  { name, link, createdAt }: Pick<OfferEntity, 'name' | 'link' | 'createdAt'>,
): OfferEntity {
  return {
    id: newId(),
    accountId,
    name,
    link,
    offerType: 'SingleEvent',
    conversionType: 'FlatRate',
    status: 'Active',
    rewarding: 'Automatic',
    pendingTime: 0,
    allowRepetitions: false,
    isFeatured: false,
    revenue: '0',
    reward: '0',
    payout: '0',
    revenueShare: null,
    rewardShare: null,
    ipWhitelist: [],
    dailyCap: null,
    weeklyCap: null,
    monthlyCap: null,
    allTimeCap: null,
    dailyBudget: null,
    totalBudget: null,
    ...references,
    headline: null,
    shortDescription: null,
    keyPoints: null,
    offerDetails: null,
    termsAndDisclaimers: null,
    creativeFileUrl: null,
    targeting: {},
    rejectionEndpointId: newLabel(),
    createdAt,
    deletedAt: null,
  };
}

import {
  moneyToNumber,
  offerLinkWarnings,
  type ConversionType,
  type CostModel,
  type Money,
  type OfferEvent,
  type OfferSource,
  type OfferStatus,
  type OfferType,
  type Rewarding,
  type Targeting,
  type TrackingSystem,
} from '@app/domain';
import type { OfferEntity } from '@app/store';
import { clickAddress } from '../../../http/click-address';
import { rejectionAddresses } from '../../addresses';
import { toOfferEventView, type OfferEventView } from './offer-event.dto';

export interface OfferView {
  id: string;
  createdAt: string;
  name: string;
  link: string;
  offerType: OfferType;
  conversionType: ConversionType;
  status: OfferStatus;
  rewarding: Rewarding;
  pendingTime: number;
  allowRepetitions: boolean;
  isFeatured: boolean;
  revenue: number;
  reward: number;
  payout: number;
  revenueShare: number | null;
  rewardShare: number | null;
  ipWhitelist: string[];
  dailyCap: number | null;
  weeklyCap: number | null;
  monthlyCap: number | null;
  allTimeCap: number | null;
  dailyBudget: number | null;
  totalBudget: number | null;
  advertiserId: string;
  categoryId: string;
  countryId: string | null;
  headline: string | null;
  shortDescription: string | null;
  keyPoints: string | null;
  offerDetails: string | null;
  termsAndDisclaimers: string | null;
  creativeFileUrl: string | null;
  source: OfferSource;
  externalId: string | null;
  trackingSystem: TrackingSystem;
  launchDate: string;
  expiryDate: string | null;
  shouldSendCostData: boolean;
  costModel: CostModel | null;
  appName: string | null;
  storeId: string | null;
  advertiserCampaignName: string | null;
  targeting: Targeting;
  events: OfferEventView[];
  rejectionUrl: string;
  rejectionPath: string;
  /** The member's id is appended. */
  clickUrl: string;
  /** What is odd about the link. */
  warnings: string[];
}

/** What an export has as columns. */
export const OFFER_COLUMNS: readonly (keyof OfferView)[] = [
  'id',
  'createdAt',
  'name',
  'link',
  'offerType',
  'conversionType',
  'status',
  'rewarding',
  'pendingTime',
  'allowRepetitions',
  'isFeatured',
  'revenue',
  'reward',
  'payout',
  'revenueShare',
  'rewardShare',
  'ipWhitelist',
  'dailyCap',
  'weeklyCap',
  'monthlyCap',
  'allTimeCap',
  'dailyBudget',
  'totalBudget',
  'advertiserId',
  'categoryId',
  'countryId',
  'headline',
  'shortDescription',
  'keyPoints',
  'offerDetails',
  'termsAndDisclaimers',
  'creativeFileUrl',
  'source',
  'externalId',
  'trackingSystem',
  'launchDate',
  'expiryDate',
  'shouldSendCostData',
  'costModel',
  'appName',
  'storeId',
  'advertiserCampaignName',
  'targeting',
  'events',
  'rejectionUrl',
  'rejectionPath',
  'clickUrl',
];

export function toOfferView(offer: OfferEntity, events: readonly OfferEvent[], publicUrl: string): OfferView {
  return {
    id: offer.id,
    createdAt: offer.createdAt.toISOString(),
    name: offer.name,
    link: offer.link,
    offerType: offer.offerType,
    conversionType: offer.conversionType,
    status: offer.status,
    rewarding: offer.rewarding,
    pendingTime: offer.pendingTime,
    allowRepetitions: offer.allowRepetitions,
    isFeatured: offer.isFeatured,
    revenue: moneyToNumber(offer.revenue),
    reward: moneyToNumber(offer.reward),
    payout: moneyToNumber(offer.payout),
    revenueShare: numberOrNull(offer.revenueShare),
    rewardShare: numberOrNull(offer.rewardShare),
    ipWhitelist: offer.ipWhitelist,
    dailyCap: offer.dailyCap,
    weeklyCap: offer.weeklyCap,
    monthlyCap: offer.monthlyCap,
    allTimeCap: offer.allTimeCap,
    dailyBudget: numberOrNull(offer.dailyBudget),
    totalBudget: numberOrNull(offer.totalBudget),
    advertiserId: offer.advertiserId,
    categoryId: offer.categoryId,
    countryId: offer.countryId,
    headline: offer.headline,
    shortDescription: offer.shortDescription,
    keyPoints: offer.keyPoints,
    offerDetails: offer.offerDetails,
    termsAndDisclaimers: offer.termsAndDisclaimers,
    creativeFileUrl: offer.creativeFileUrl,
    ...originOf(offer),
    targeting: offer.targeting,
    events: events.map(toOfferEventView),
    ...rejectionAddresses(publicUrl, offer.rejectionEndpointId),
    clickUrl: clickAddress(publicUrl, offer.id),
    warnings: offerLinkWarnings(offer.link),
  };
}

function numberOrNull(money: Money | null): number | null {
  return money === null ? null : moneyToNumber(money);
}

type Origin = Pick<
  OfferView,
  'source' | 'externalId' | 'trackingSystem' | 'launchDate' | 'expiryDate' | 'shouldSendCostData' | CostField
>;
type CostField = 'costModel' | 'appName' | 'storeId' | 'advertiserCampaignName';

/** Where it comes from, when it runs, what it costs. */
function originOf(offer: OfferEntity): Origin {
  return {
    source: offer.source,
    externalId: offer.externalId,
    trackingSystem: offer.trackingSystem,
    launchDate: (offer.launchDate ?? offer.createdAt).toISOString(),
    expiryDate: offer.expiryDate?.toISOString() ?? null,
    shouldSendCostData: offer.shouldSendCostData,
    costModel: offer.costModel,
    appName: offer.appName,
    storeId: offer.storeId,
    advertiserCampaignName: offer.advertiserCampaignName,
  };
}

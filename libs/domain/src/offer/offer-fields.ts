import type { Offer, OfferEvent, OfferTexts, Targeting } from './offer';
import type { CostModel, OfferSource, TrackingSystem } from './offer-source';

/** What may be set of an offer, whoever sets it. K§6, G§7.8. */
export interface OfferFields extends Omit<Offer, 'id' | 'accountId' | 'events'>, OfferTexts {
  isFeatured: boolean;
  advertiserId: string;
  categoryId: string;
  countryId: string | null;
  targeting: Targeting;
  source: OfferSource;
  /** What the source calls the offer. */
  externalId: string | null;
  trackingSystem: TrackingSystem;
  /** `null`: when it was created. */
  launchDate: Date | null;
  expiryDate: Date | null;
  /** Gates the cost fields, which are `null` without it; what a conversion costs is its revenue. G§7.8. */
  shouldSendCostData: boolean;
  costModel: CostModel | null;
  appName: string | null;
  storeId: string | null;
  advertiserCampaignName: string | null;
}

/** What an offer belongs to. */
export type OfferReferences = Pick<OfferFields, 'advertiserId' | 'categoryId' | 'countryId'>;

/** What is left out stays as it is. */
export type OfferChanges = Partial<OfferFields>;

/** What a new offer needs at least. */
export type NewOffer = OfferChanges & Pick<OfferFields, 'name' | 'link'>;

/** One step of a list of steps: found by `id`, else by `eventId`; what is left out stays, or is a new step's default. */
export type OfferEventChanges = Partial<OfferEvent>;

export const CAP_NAMES = ['dailyCap', 'weeklyCap', 'monthlyCap', 'allTimeCap'] as const;

const NO_CAPS = { dailyCap: null, weeklyCap: null, monthlyCap: null, allTimeCap: null };
const NO_COST_DATA = { costModel: null, appName: null, storeId: null, advertiserCampaignName: null };

/** Everything of an offer that has a default. K§6. */
export const DEFAULT_OFFER: Readonly<Omit<OfferFields, 'name' | 'link' | keyof OfferReferences>> = {
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
  ...NO_CAPS,
  dailyBudget: null,
  totalBudget: null,
  headline: null,
  shortDescription: null,
  keyPoints: null,
  offerDetails: null,
  termsAndDisclaimers: null,
  creativeFileUrl: null,
  targeting: {},
  source: 'GoKart',
  externalId: null,
  trackingSystem: 'CustomTracking',
  launchDate: null,
  expiryDate: null,
  shouldSendCostData: false,
  ...NO_COST_DATA,
};

/** Everything of a step that has a default; its name is its `eventId`, its display order its place. G§1.3. */
export const DEFAULT_EVENT: Readonly<Omit<OfferEvent, 'id' | 'eventId' | 'name' | 'displayOrder'>> = {
  sequenceNumber: null,
  minTimeFromPreviousEvent: null,
  deadlineDays: null,
  pendingTime: 0,
  revenue: '0',
  reward: '0',
  ...NO_CAPS,
  allowRepetitions: false,
  showOnOfferWall: true,
};

/** The offer with what was given; the rest stays. Cost fields are nothing without their gate. */
export function mergeOffer<Current extends OfferFields>(current: Current, changes: OfferChanges): Current {
  const entries: [string, unknown][] = Object.entries(changes);
  const given = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  const merged = { ...current, ...given };
  return merged.shouldSendCostData ? merged : { ...merged, ...NO_COST_DATA };
}

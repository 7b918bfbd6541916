import {
  moneyToNumber,
  type Caps,
  type ConversionType,
  type CostModel,
  type Money,
  type OfferEvent,
  type OfferStatus,
  type OfferTexts,
  type OfferType,
  type Rewarding,
  type Targeting,
} from '@app/domain';
import type { ConversionCounts, ManagedOfferRow } from '@app/tracking';
import { clickAddress } from '../../http/click-address';
import type { Page } from '../../http/lists/page';
import type { StepView } from '../step-view';

/** A step of a MultiEvent offer. G§1.3. */
export interface ManagedEvent extends StepView, Caps {
  revenue: number;
  reward: number;
  showOnOfferWall: boolean;
}

/** An offer as its owner manages it. G§7.8. */
export interface ManagedOffer extends Caps, OfferTexts {
  id: string;
  name: string;
  /** `Pending`: paused. */
  status: OfferStatus;
  /** The advertiser's link, with its macros. */
  trackingSystemLink: string;
  trackingSystem: string;
  /** Where a click begins; append the member's id. */
  redirectLink: string;
  offerSource: string;
  /** What its source calls it. */
  externalId: string | null;
  offerType: OfferType;
  conversionType: ConversionType;
  isFeatured: boolean;
  allowRepetitions: boolean;
  /** Days. */
  pendingTime: number;
  revenue: number;
  reward: number;
  payout: number;
  /** Percent, with RevShare. */
  revenueShare: number | null;
  /** Percent, with RevShare. */
  rewardShare: number | null;
  rewarding: Rewarding;
  ipWhitelist: string[];
  dailyBudget: number | null;
  totalBudget: number | null;
  targeting: Targeting;
  countryId: string | null;
  advertiserId: string;
  advertiserName: string;
  categoryId: string;
  categoryName: string;
  launchDate: string;
  expiryDate: string | null;
  /** Gates the four fields that follow, which are `null` without it. */
  shouldSendCostData: boolean;
  costModel: CostModel | null;
  appName: string | null;
  storeId: string | null;
  advertiserCampaignName: string | null;
  createdAt: string;
  /** By their display order. */
  offerEvents: ManagedEvent[];
}

/** Conversions that count towards caps, Success and Pending, by UTC calendar. G§3.5. */
export interface CapCounters {
  dailyCount: number;
  weeklyCount: number;
  monthlyCount: number;
  allTimeCount: number;
}

export interface CountedEvent extends ManagedEvent, CapCounters {}

/** With the counters of a SingleEvent offer; those of a MultiEvent offer, whose own are all its events', stand at each event too. */
export interface ManagedOfferDetails extends ManagedOffer, CapCounters {
  offerEvents: CountedEvent[];
}

export interface ManagedOffers {
  offers: Page<ManagedOffer>;
}

export function toManagedOffer({ link, source, events, ...offer }: ManagedOfferRow, publicUrl: string): ManagedOffer {
  return {
    ...offer,
    trackingSystemLink: link,
    redirectLink: clickAddress(publicUrl, offer.id),
    offerSource: source,
    revenue: moneyToNumber(offer.revenue),
    reward: moneyToNumber(offer.reward),
    payout: moneyToNumber(offer.payout),
    revenueShare: numberOrNull(offer.revenueShare),
    rewardShare: numberOrNull(offer.rewardShare),
    dailyBudget: numberOrNull(offer.dailyBudget),
    totalBudget: numberOrNull(offer.totalBudget),
    launchDate: offer.launchDate.toISOString(),
    expiryDate: offer.expiryDate?.toISOString() ?? null,
    createdAt: offer.createdAt.toISOString(),
    offerEvents: events.map(toManagedEvent),
  };
}

/** `counts`: by event, of a SingleEvent offer by the offer. */
export function toManagedDetails(
  { offer, counts }: { offer: ManagedOfferRow; counts: ReadonlyMap<string, ConversionCounts> },
  publicUrl: string,
): ManagedOfferDetails {
  const managed = toManagedOffer(offer, publicUrl);
  return {
    ...managed,
    ...toCounters([...counts.values()]),
    offerEvents: managed.offerEvents.map((event) => {
      const count = counts.get(event.id);
      return { ...event, ...toCounters(count === undefined ? [] : [count]) };
    }),
  };
}

function toManagedEvent(event: OfferEvent): ManagedEvent {
  return { ...event, revenue: moneyToNumber(event.revenue), reward: moneyToNumber(event.reward) };
}

function numberOrNull(money: Money | null): number | null {
  return money === null ? null : moneyToNumber(money);
}

function toCounters(counts: readonly ConversionCounts[]): CapCounters {
  const sum = (of: keyof ConversionCounts): number => counts.reduce((total, count) => total + count[of], 0);
  return { dailyCount: sum('day'), weeklyCount: sum('week'), monthlyCount: sum('month'), allTimeCount: sum('ever') };
}

import type { Money } from '../money';

export const OFFER_TYPES = ['SingleEvent', 'MultiEvent'] as const;
export type OfferType = (typeof OFFER_TYPES)[number];

export const CONVERSION_TYPES = ['FlatRate', 'RevShare'] as const;
export type ConversionType = (typeof CONVERSION_TYPES)[number];

/** `Pending` is a paused offer. G10.10. */
export const OFFER_STATUSES = ['Active', 'Pending', 'Expired'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

export const REWARDINGS = ['Automatic', 'Manual'] as const;
export type Rewarding = (typeof REWARDINGS)[number];

/** Most conversions (Success and Pending) in a UTC day, week, month and ever; `null` is no cap. */
export interface Caps {
  dailyCap: number | null;
  weeklyCap: number | null;
  monthlyCap: number | null;
  allTimeCap: number | null;
}

/** One step of a MultiEvent offer. `eventId` is the configured text that `cnv_event_id` must equal. G§1.3. */
export interface OfferEvent extends Caps {
  id: string;
  eventId: string;
  name: string;
  sequenceNumber: number | null;
  displayOrder: number;
  /** Minutes. */
  minTimeFromPreviousEvent: number | null;
  deadlineDays: number | null;
  /** Days. */
  pendingTime: number;
  revenue: Money;
  reward: Money;
  allowRepetitions: boolean;
  showOnOfferWall: boolean;
}

/** What an offer says of itself. G§7.7. */
export interface OfferTexts {
  headline: string | null;
  shortDescription: string | null;
  keyPoints: string | null;
  offerDetails: string | null;
  termsAndDisclaimers: string | null;
  creativeFileUrl: string | null;
}

/** The part of an offer that the walk reads: clicks, conversions, deliveries. */
export interface Offer extends Caps {
  id: string;
  accountId: string;
  name: string;
  link: string;
  offerType: OfferType;
  conversionType: ConversionType;
  status: OfferStatus;
  rewarding: Rewarding;
  /** Days. */
  pendingTime: number;
  allowRepetitions: boolean;
  revenue: Money;
  reward: Money;
  payout: Money;
  /** Percent, RevShare only. */
  revenueShare: Money | null;
  /** Percent, RevShare only. */
  rewardShare: Money | null;
  /** Addresses and CIDR blocks; empty lets everyone in. */
  ipWhitelist: string[];
  /** Most revenue (Success and Pending) of a UTC day; `null` is no budget. G§3.5. */
  dailyBudget: Money | null;
  /** Most revenue ever. */
  totalBudget: Money | null;
  events: OfferEvent[];
}

/** Who may see an offer on the wall; an empty list lets everyone in. G§2.2. */
export interface Targeting {
  ages?: { from: number; to: number }[];
  genders?: string[];
  countries?: string[];
  states?: string[];
  postalCodes?: string[];
  devices?: string[];
  placements?: string[];
}

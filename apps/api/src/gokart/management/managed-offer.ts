import {
  moneyToNumber,
  type Caps,
  type ConversionType,
  type OfferEvent,
  type OfferStatus,
  type OfferTexts,
  type OfferType,
} from '@app/domain';
import type { ManagedOfferRow } from '@app/tracking';
import { clickAddress } from '../../http/click-address';
import type { Page } from '../../http/page';
import { OUR_SOURCE } from '../offer-source';
import { OUR_TRACKING_SYSTEM } from './words';

/** A step of a MultiEvent offer. G§1.3. */
export interface ManagedEvent extends Caps {
  id: string;
  eventId: string;
  name: string;
  displayOrder: number;
  sequenceNumber: number | null;
  /** Minutes. */
  minTimeFromPreviousEvent: number | null;
  deadlineDays: number | null;
  /** Days. */
  pendingTime: number;
  revenue: number;
  reward: number;
  allowRepetitions: boolean;
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
  offerType: OfferType;
  conversionType: ConversionType;
  isFeatured: boolean;
  allowRepetitions: boolean;
  /** Days. */
  pendingTime: number;
  revenue: number;
  reward: number;
  payout: number;
  advertiserId: string;
  advertiserName: string;
  categoryId: string;
  categoryName: string;
  createdAt: string;
  /** By their display order. */
  offerEvents: ManagedEvent[];
}

export interface ManagedOffers {
  offers: Page<ManagedOffer>;
}

export function toManagedOffer({ link, events, ...offer }: ManagedOfferRow, publicUrl: string): ManagedOffer {
  return {
    ...offer,
    trackingSystemLink: link,
    trackingSystem: OUR_TRACKING_SYSTEM,
    redirectLink: clickAddress(publicUrl, offer.id),
    offerSource: OUR_SOURCE,
    revenue: moneyToNumber(offer.revenue),
    reward: moneyToNumber(offer.reward),
    payout: moneyToNumber(offer.payout),
    createdAt: offer.createdAt.toISOString(),
    offerEvents: events.map(toManagedEvent),
  };
}

function toManagedEvent(event: OfferEvent): ManagedEvent {
  return { ...event, revenue: moneyToNumber(event.revenue), reward: moneyToNumber(event.reward) };
}

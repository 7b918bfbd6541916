import {
  moneyToNumber,
  type Caps,
  type ConversionType,
  type OfferEvent,
  type OfferTexts,
  type OfferType,
  type Targeting,
} from '@app/domain';
import type { PartnerOfferDetailsRow, PartnerOfferRow } from '@app/tracking';
import { partnerLinkAddress } from '../../http/click-address';
import type { StepView } from '../step-view';

/** An offer that a partner may run. G§7.8. */
export interface PartnerOffer {
  id: string;
  /** Names. */
  categories: string[];
  name: string;
  /** The most that may be spent ever, else in a day; `null`: no budget. */
  budget: number | null;
  launchDate: string;
  expiryDate: string | null;
  offerType: OfferType;
}

/** A step of a MultiEvent offer, as a partner sees it. */
export interface PartnerEvent extends StepView, Caps {
  payout: number;
}

/** All that a partner needs to run an offer; what the advertiser pays is not among it. G§7.8. */
export interface PartnerOfferDetails extends PartnerOffer, OfferTexts, Caps {
  /** The id of the partner's link. */
  payoutId: string;
  /** For each conversion. */
  payout: number;
  /** Append `?pub_click_id=…&pub_member_id=…`. */
  trackingLink: string;
  conversionType: ConversionType;
  isFeatured: boolean;
  allowRepetitions: boolean;
  targeting: Targeting;
  /** By their display order. */
  events: PartnerEvent[];
}

export function toPartnerOffer({ id, categoryName, name, offerType, ...row }: PartnerOfferRow): PartnerOffer {
  return {
    id,
    categories: [categoryName],
    name,
    budget: row.budget === null ? null : moneyToNumber(row.budget),
    launchDate: row.launchDate.toISOString(),
    expiryDate: row.expiryDate?.toISOString() ?? null,
    offerType,
  };
}

export function toPartnerOfferDetails(row: PartnerOfferDetailsRow, publicUrl: string): PartnerOfferDetails {
  const { linkId, events, categoryName: _, ...offer } = row;
  const payout = moneyToNumber(offer.payout);
  return {
    ...offer,
    ...toPartnerOffer(row),
    payoutId: linkId,
    payout,
    trackingLink: partnerLinkAddress(publicUrl, linkId),
    events: events.map((event) => toPartnerEvent(event, payout)),
  };
}

function toPartnerEvent(
  { revenue: _, reward: __, showOnOfferWall: ___, ...event }: OfferEvent,
  payout: number,
): PartnerEvent {
  return { ...event, payout };
}

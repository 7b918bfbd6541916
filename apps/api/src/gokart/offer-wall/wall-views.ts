import {
  moneyToNumber,
  userState,
  type ConversionType,
  type OfferEvent,
  type OfferTexts,
  type OfferType,
  type RewardStatus,
  type StepCompletion,
  type UserState,
} from '@app/domain';
import type { WallEntry, WallOfferRow } from '@app/tracking';
import type { Page } from '../../http/lists/page';
import type { StepView } from '../step-view';

/** How far the member is. */
interface UserStateView {
  isUserCompleted: boolean;
  userCompletedAt: string | null;
  /** `Pending` while a reward may still be taken back. */
  rewardStatus: RewardStatus | null;
}

/** One step of a MultiEvent offer. */
export interface WallEventView extends StepView, UserStateView {
  reward: number;
}

/** An offer with all that a member is shown of it. G§7.7. */
export interface OfferData extends OfferTexts {
  id: string;
  name: string;
  offerSource: string;
  offerType: OfferType;
  conversionType: ConversionType;
  allowRepetitions: boolean;
  isFeatured: boolean;
  /** Points; a percentage with RevShare. */
  reward: number;
  /** Days that a reward waits. */
  pendingTime: number;
  categoryId: string;
  categoryName: string;
  launchDate: string;
  /** Those that the wall shows, by their display order. */
  events: WallEventView[];
}

export interface WallOffer extends OfferData {
  /** Revenue for each click; with `fields=epc`. */
  epc?: number;
}

export interface MemberOffer extends WallOffer, UserStateView {
  /** Whether the member may take it up now. */
  isOfferAvailable: boolean;
}

/** The catalogue's page. */
export interface WallOffers {
  offers: Page<WallOffer>;
}

/** The page of what a member has begun or completed. */
export interface MemberOffers {
  offers: Page<MemberOffer>;
}

/** The offer, once more as `offerData`, with the view that was made. G§7.7. */
export interface OfferDetails extends OfferData, UserStateView {
  viewId: string;
  offerData: OfferData;
  /** Whether the member may take it up now. */
  isOfferAvailable: boolean;
  /** What `pub_session_id` says. */
  sessionId: string | null;
}

export function toWallOffer({ offer, epc, completions }: WallEntry, withEpc: boolean): WallOffer {
  const data = toOfferData(offer, completions);
  return withEpc ? { ...data, epc } : data;
}

export function toMemberOffer(entry: WallEntry, withEpc: boolean): MemberOffer {
  return { ...toWallOffer(entry, withEpc), isOfferAvailable: entry.isAvailable, ...toUserState(entry.state) };
}

export function toOfferDetails(entry: WallEntry, viewId: string, sessionId: string | null): OfferDetails {
  const offerData = toOfferData(entry.offer, entry.completions);
  const state = toUserState(entry.state);
  return { ...offerData, viewId, offerData, isOfferAvailable: entry.isAvailable, ...state, sessionId };
}

function toOfferData(offer: WallOfferRow, completions: readonly StepCompletion[]): OfferData {
  const { reward, launchDate, events, ...shown } = offer;
  return {
    ...shown,
    reward: moneyToNumber(reward),
    launchDate: launchDate.toISOString(),
    events: events.map((event) => toEvent(event, completions)),
  };
}

/** Revenue and caps are nothing for a member to see. */
function toEvent(event: OfferEvent, completions: readonly StepCompletion[]): WallEventView {
  const { id, eventId, name, displayOrder, sequenceNumber, allowRepetitions } = event;
  const { minTimeFromPreviousEvent, deadlineDays, pendingTime } = event;
  return {
    ...{ id, eventId, name, displayOrder, sequenceNumber },
    ...{ minTimeFromPreviousEvent, deadlineDays, pendingTime },
    reward: moneyToNumber(event.reward),
    allowRepetitions,
    ...toUserState(userState([{ offerEventId: id, allowRepetitions }], completions)),
  };
}

function toUserState({ isUserCompleted, userCompletedAt, rewardStatus }: UserState): UserStateView {
  return { isUserCompleted, userCompletedAt: userCompletedAt?.toISOString() ?? null, rewardStatus };
}

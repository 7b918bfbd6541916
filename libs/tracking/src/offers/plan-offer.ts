import {
  DEFAULT_EVENT,
  DEFAULT_OFFER,
  mapOfferLink,
  mergeOffer,
  offerProblems,
  planEvents,
  statusByExpiry,
  type FieldProblem,
  type NewOffer,
  type OfferEvent,
  type OfferEventChanges,
  type OfferReferences,
} from '@app/domain';
import { newId } from '@app/runtime';
import type { OfferEntity } from '@app/store';
import { inDisplayOrder } from './offer-events';

/** A row as the values that it holds, without its class. */
export type StoredOffer = { [Name in keyof OfferEntity]: OfferEntity[Name] };

/** An offer as it is to be, its events by their display order. */
export interface OfferPlan {
  offer: StoredOffer;
  events: OfferEvent[];
  /** What was appended to its link, and what looks wrong there, as a sentence each. */
  notices: string[];
}

/** What an offer is planned beside. */
export interface PlanContext {
  /** The offer as it was; `null`: it is new. */
  before: StoredOffer | null;
  present: readonly OfferEvent[];
  /** `null` leaves the events. */
  given: readonly OfferEventChanges[] | null;
  now: Date;
}

/** The offer with the events, the status and the link that it has from now on, judged as a whole. */
export function planOffer(
  offer: StoredOffer,
  { before, present, given, now }: PlanContext,
): OfferPlan | { problems: FieldProblem[] } {
  const plan = given === null ? { events: [...present] } : planEvents(present, given, newId);
  if ('problem' in plan) return { problems: [plan.problem] };
  const problems = offerProblems(offer, plan.events);
  if (problems.length > 0) return { problems };
  const { link, notices } = mapOfferLink(offer);
  const status = statusByExpiry(offer, before, now);
  return { offer: { ...offer, link, status }, events: inDisplayOrder(plan.events), notices };
}

/** The offer as if it were made anew of what was given; what it is, where it comes from and its status stay. */
export function wholeOffer(current: StoredOffer, references: OfferReferences, given: NewOffer): StoredOffer {
  const { source, externalId, status } = current;
  return mergeOffer({ ...current, ...DEFAULT_OFFER, ...references, source, externalId, status }, given);
}

/** Events of which none keeps what the list leaves out. */
export function wholeEvents(given: readonly OfferEventChanges[]): OfferEventChanges[] {
  return given.map((changes, index) => {
    const { eventId } = changes;
    return { ...DEFAULT_EVENT, ...(eventId !== undefined && { name: eventId }), displayOrder: index + 1, ...changes };
  });
}

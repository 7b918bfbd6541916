import { REJECTION_REASONS } from '../errors';
import { parseMoney } from '../money';
import type { Offer, OfferEvent } from '../offer/offer';
import { completionTime, rejected, type ConversionDecision, type ConversionFacts } from './conversion-decision';
import { conversionValue } from './conversion-value';
import { capsOf, isBudgetReached, isCapReached, isLimited } from './offer-usage';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Whether a decision for this step rests on what went before, and not on configuration and click alone. */
export function needsHistory(offer: Offer, event: OfferEvent | null): boolean {
  if (isLimited(offer, event)) return true;
  return event !== null && (event.sequenceNumber !== null || event.minTimeFromPreviousEvent !== null);
}

export function decideSource({ sourceAllowed }: ConversionFacts): ConversionDecision | null {
  return sourceAllowed ? null : rejected(5, REJECTION_REASONS.ipNotWhitelisted);
}

/** Events of a sequence convert in the order of their numbers; each needs all that have a smaller one. G§1. */
export function decideSequence({ offer, event, history }: ConversionFacts): ConversionDecision | null {
  if (offer === null || history === null) return null;
  const completed = new Set(history.completed.map(({ offerEventId }) => offerEventId));
  const isViolated = earlierEvents(offer, event).some(({ id }) => !completed.has(id));
  return isViolated ? rejected(8, REJECTION_REASONS.sequenceViolated) : null;
}

/** The event before is the one before in the sequence, or else the last that the member completed; with none there is nothing to wait for. */
export function decideMinimumTime(facts: ConversionFacts): ConversionDecision | null {
  const { offer, event, history } = facts;
  const minutes = event?.minTimeFromPreviousEvent ?? null;
  if (offer === null || history === null || minutes === null) return null;
  const ofSequence = new Set(earlierEvents(offer, event).map(({ id }) => id));
  const before = history.completed.filter(
    ({ offerEventId }) => ofSequence.size === 0 || (offerEventId !== null && ofSequence.has(offerEventId)),
  );
  const completedAt = completionTime(facts).getTime();
  const isTooEarly = before.some(({ at }) => completedAt - at.getTime() < minutes * MINUTE_MS);
  return isTooEarly ? rejected(9, REJECTION_REASONS.minimumTimeNotReached) : null;
}

export function decideDeadline(facts: ConversionFacts): ConversionDecision | null {
  const { event, click } = facts;
  const days = event?.deadlineDays ?? null;
  if (days === null || click === null) return null;
  const isLate = completionTime(facts).getTime() > click.createdAt.getTime() + days * DAY_MS;
  return isLate ? rejected(10, REJECTION_REASONS.deadlinePassed) : null;
}

export function decideAmount({ offer, amountText, uploaded }: ConversionFacts): ConversionDecision | null {
  if (uploaded !== null) return null;
  if (offer?.conversionType !== 'RevShare' || parseMoney(amountText ?? '') !== null) return null;
  return rejected(11, REJECTION_REASONS.amountMissing);
}

export function decideCap({ offer, event, history }: ConversionFacts): ConversionDecision | null {
  if (offer === null || history === null || !isCapReached(capsOf(offer, event), history.usage)) return null;
  return rejected(12, REJECTION_REASONS.capReached);
}

export function decideBudget({
  offer,
  event,
  amountText,
  history,
  uploaded,
}: ConversionFacts): ConversionDecision | null {
  if (offer === null || history === null) return null;
  const { revenue } = uploaded ?? conversionValue(offer, event, amountText ?? undefined);
  return isBudgetReached(offer, history.usage, revenue) ? rejected(12, REJECTION_REASONS.budgetReached) : null;
}

function earlierEvents(offer: Offer, event: OfferEvent | null): OfferEvent[] {
  const number = event?.sequenceNumber ?? null;
  if (number === null) return [];
  return offer.events.filter(({ sequenceNumber }) => sequenceNumber !== null && sequenceNumber < number);
}

import type { Click } from '../click/click';
import { REJECTION_REASONS, type RefusalCode } from '../errors';
import { parseMoney } from '../money';
import type { Offer, OfferEvent } from '../offer/offer';
import { conversionValue } from './conversion-value';
import type { ConversionStatus } from './conversion';
import { capsOf, isBudgetReached, isCapReached, isLimited, type OfferUsage } from './offer-usage';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Who completed this event for this member first, and how that stands now. */
export interface FirstCompletion {
  id: string;
  status: ConversionStatus;
  maturesAt: Date | null;
}

/** A step of the offer that the member has completed, first and validly: Success or Pending. */
export interface CompletedStep {
  offerEventId: string | null;
  at: Date;
}

/** What went before. Read under the locks that keep it from changing until the decision is written. */
export interface ConversionHistory {
  /** Of this member on this offer. */
  completed: readonly CompletedStep[];
  usage: OfferUsage;
}

/** All that a decision needs; what could not be read, because an earlier fact was missing, is `null`. */
export interface ConversionFacts {
  /** Platform time of the account. */
  now: Date;
  /** `false`: the call came by a secret path that no account has. */
  pathKnown: boolean;
  signature: 'right' | 'wrong' | 'missing' | 'not-needed';
  /** `gk_click_id` as it was sent. */
  clickIdText: string | null;
  /** The same, when it is a UUID. */
  clickId: string | null;
  /** `cnv_event_id` as it was sent. */
  eventIdText: string | null;
  click: Click | null;
  offer: Offer | null;
  event: OfferEvent | null;
  first: FirstCompletion | null;
  /** `false`: the call came from an address that the offer's whitelist leaves out. */
  sourceAllowed: boolean;
  /** `cnv_amount` as it was sent. */
  amountText: string | null;
  /** `null`: not needed, see `needsHistory`. */
  history: ConversionHistory | null;
}

export type ConversionDecision =
  | { kind: 'refused'; row: number; code: RefusalCode }
  /** The event is complete already and repeats are off: nothing is recorded. */
  | { kind: 'already-completed'; row: number; first: FirstCompletion }
  | {
      kind: 'recorded';
      row: number;
      status: ConversionStatus;
      rejectionReason: string | null;
      maturesAt: Date | null;
      repeatOf: string | null;
    };

/** One step of a decision trace. */
export interface DecisionStep {
  row: number;
  rule: string;
  result: 'passed' | 'failed' | 'applied';
}

interface ConversionRule {
  /** Row of the table in K§3.2. */
  row: number;
  rule: string;
  decide: (facts: ConversionFacts) => ConversionDecision | null;
}

/** The table of K§3.2 as code: the first rule with a decision wins. */
export const CONVERSION_RULES: readonly ConversionRule[] = [
  { row: 1, rule: 'secret path', decide: (facts) => (facts.pathKnown ? null : refused(1, 'path_secret_wrong')) },
  { row: 1, rule: 'signature', decide: decideSignature },
  { row: 2, rule: 'gk_click_id is a UUID', decide: decideClickId },
  { row: 3, rule: 'click is known', decide: (facts) => (facts.click === null ? refused(3, 'click_unknown') : null) },
  { row: 3, rule: 'offer is known', decide: (facts) => (facts.offer === null ? refused(3, 'offer_unknown') : null) },
  { row: 4, rule: 'event is known', decide: decideEvent },
  { row: 5, rule: 'source address is whitelisted', decide: decideSource },
  { row: 6, rule: 'event is not completed yet', decide: decideCompleted },
  { row: 7, rule: 'event is completed again', decide: decideRepeat },
  { row: 8, rule: 'earlier events are completed', decide: decideSequence },
  { row: 9, rule: 'minimum time has passed', decide: decideMinimumTime },
  { row: 10, rule: 'deadline has not passed', decide: decideDeadline },
  { row: 11, rule: 'amount is given', decide: decideAmount },
  { row: 12, rule: 'cap has room', decide: decideCap },
  { row: 12, rule: 'budget has room', decide: decideBudget },
  { row: 13, rule: 'conversion waits for a verdict', decide: decidePending },
  { row: 14, rule: 'conversion is accepted', decide: () => recorded(14, { status: 'Success' }) },
];

/** Decides what becomes of a conversion postback, and says which rules it passed on the way. */
export function decideConversion(
  facts: ConversionFacts,
  rules: readonly ConversionRule[] = CONVERSION_RULES,
): { decision: ConversionDecision; trace: DecisionStep[] } {
  const trace: DecisionStep[] = [];
  for (const { row, rule, decide } of rules) {
    const decision = decide(facts);
    if (decision !== null) {
      trace.push({
        row,
        rule,
        result: decision.kind === 'recorded' && decision.status !== 'Rejected' ? 'applied' : 'failed',
      });
      return { decision, trace };
    }
    // A rule that grants something, rather than refuses, did not pass: it did not apply.
    if (row !== 7 && row !== 13) trace.push({ row, rule, result: 'passed' });
  }
  throw new Error('The last rule of the conversion table decides everything.');
}

/** Whether a decision for this step rests on what went before, and not on configuration and click alone. */
export function needsHistory(offer: Offer, event: OfferEvent | null): boolean {
  if (isLimited(offer, event)) return true;
  return event !== null && (event.sequenceNumber !== null || event.minTimeFromPreviousEvent !== null);
}

/**
 * Whether a decision that was made without `first` and `history` holds as long as nobody completed the event before. A
 * wrong address is refused whoever was first; every other reason to reject comes after that question.
 */
export function standsAlone(decision: ConversionDecision, { offer, event }: ConversionFacts): boolean {
  if (decision.kind !== 'recorded' || offer === null) return false;
  return decision.row === 5 || (decision.status !== 'Rejected' && !needsHistory(offer, event));
}

/** Values of a new conversion before anybody judged it: where the pending time and repeats of its step are configured. */
export function completionRules(
  offer: Offer,
  event: OfferEvent | null,
): { allowRepetitions: boolean; pendingTime: number } {
  return event ?? offer;
}

function decideSignature({ signature }: ConversionFacts): ConversionDecision | null {
  if (signature === 'missing') return refused(1, 'signature_missing');
  return signature === 'wrong' ? refused(1, 'signature_wrong') : null;
}

function decideClickId({ clickIdText, clickId }: ConversionFacts): ConversionDecision | null {
  if (clickIdText === null || clickIdText === '') return refused(2, 'gk_click_id_missing');
  return clickId === null ? refused(2, 'gk_click_id_invalid') : null;
}

function decideEvent({ offer, event, eventIdText }: ConversionFacts): ConversionDecision | null {
  if (offer?.offerType !== 'MultiEvent') return null;
  if (eventIdText === null || eventIdText === '') return refused(4, 'event_id_missing');
  return event === null ? refused(4, 'event_unknown') : null;
}

function decideSource({ sourceAllowed }: ConversionFacts): ConversionDecision | null {
  return sourceAllowed ? null : rejected(5, REJECTION_REASONS.ipNotWhitelisted);
}

function decideCompleted({ offer, event, first }: ConversionFacts): ConversionDecision | null {
  if (first === null || offer === null || completionRules(offer, event).allowRepetitions) return null;
  return { kind: 'already-completed', row: 6, first };
}

function decideRepeat({ first }: ConversionFacts): ConversionDecision | null {
  if (first === null) return null;
  return recorded(7, { status: first.status, maturesAt: first.maturesAt, repeatOf: first.id });
}

/** Events of a sequence convert in the order of their numbers; each needs all that have a smaller one. G§1. */
function decideSequence({ offer, event, history }: ConversionFacts): ConversionDecision | null {
  if (offer === null || history === null) return null;
  const completed = new Set(history.completed.map(({ offerEventId }) => offerEventId));
  const isViolated = earlierEvents(offer, event).some(({ id }) => !completed.has(id));
  return isViolated ? rejected(8, REJECTION_REASONS.sequenceViolated) : null;
}

/** The event before is the one before in the sequence, or else the last that the member completed; with none there is nothing to wait for. */
function decideMinimumTime({ offer, event, history, now }: ConversionFacts): ConversionDecision | null {
  const minutes = event?.minTimeFromPreviousEvent ?? null;
  if (offer === null || history === null || minutes === null) return null;
  const ofSequence = new Set(earlierEvents(offer, event).map(({ id }) => id));
  const before = history.completed.filter(
    ({ offerEventId }) => ofSequence.size === 0 || (offerEventId !== null && ofSequence.has(offerEventId)),
  );
  const isTooEarly = before.some(({ at }) => now.getTime() - at.getTime() < minutes * MINUTE_MS);
  return isTooEarly ? rejected(9, REJECTION_REASONS.minimumTimeNotReached) : null;
}

function decideDeadline({ event, click, now }: ConversionFacts): ConversionDecision | null {
  const days = event?.deadlineDays ?? null;
  if (days === null || click === null) return null;
  const isLate = now.getTime() > click.createdAt.getTime() + days * DAY_MS;
  return isLate ? rejected(10, REJECTION_REASONS.deadlinePassed) : null;
}

function decideAmount({ offer, amountText }: ConversionFacts): ConversionDecision | null {
  if (offer?.conversionType !== 'RevShare' || parseMoney(amountText ?? '') !== null) return null;
  return rejected(11, REJECTION_REASONS.amountMissing);
}

function decideCap({ offer, event, history }: ConversionFacts): ConversionDecision | null {
  if (offer === null || history === null || !isCapReached(capsOf(offer, event), history.usage)) return null;
  return rejected(12, REJECTION_REASONS.capReached);
}

function decideBudget({ offer, event, amountText, history }: ConversionFacts): ConversionDecision | null {
  if (offer === null || history === null) return null;
  const { revenue } = conversionValue(offer, event, amountText ?? undefined);
  return isBudgetReached(offer, history.usage, revenue) ? rejected(12, REJECTION_REASONS.budgetReached) : null;
}

function earlierEvents(offer: Offer, event: OfferEvent | null): OfferEvent[] {
  const number = event?.sequenceNumber ?? null;
  if (number === null) return [];
  return offer.events.filter(({ sequenceNumber }) => sequenceNumber !== null && sequenceNumber < number);
}

function decidePending({ offer, event, now }: ConversionFacts): ConversionDecision | null {
  if (offer === null) return null;
  if (offer.rewarding === 'Manual') return recorded(13, { status: 'Pending' });
  const { pendingTime } = completionRules(offer, event);
  if (pendingTime === 0) return null;
  return recorded(13, { status: 'Pending', maturesAt: new Date(now.getTime() + pendingTime * DAY_MS) });
}

function rejected(row: number, rejectionReason: string): ConversionDecision {
  return recorded(row, { status: 'Rejected', rejectionReason });
}

function refused(row: number, code: RefusalCode): ConversionDecision {
  return { kind: 'refused', row, code };
}

function recorded(
  row: number,
  outcome: { status: ConversionStatus; rejectionReason?: string; maturesAt?: Date | null; repeatOf?: string },
): ConversionDecision {
  return {
    kind: 'recorded',
    row,
    status: outcome.status,
    rejectionReason: outcome.rejectionReason ?? null,
    maturesAt: outcome.maturesAt ?? null,
    repeatOf: outcome.repeatOf ?? null,
  };
}

import type { Offer, OfferEvent } from '../offer/offer';
import { recorded, refused, type ConversionDecision, type ConversionFacts } from './conversion-decision';
import {
  decideAmount,
  decideBudget,
  decideCap,
  decideDeadline,
  decideMinimumTime,
  decideSequence,
  decideSource,
  needsHistory,
} from './decide-limits';

const DAY_MS = 86_400_000;

/** What the history says of row 6. G§3.4. */
export const ALREADY_COMPLETED = 'User has already completed the event';

/** One step of a decision trace. */
export interface DecisionStep {
  row: number;
  rule: string;
  result: 'passed' | 'failed' | 'applied';
  /** What the caller probably meant to send. */
  hint?: string;
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

function decideCompleted({ offer, event, first }: ConversionFacts): ConversionDecision | null {
  if (first === null || offer === null || completionRules(offer, event).allowRepetitions) return null;
  return { kind: 'already-completed', row: 6, first };
}

function decideRepeat({ first }: ConversionFacts): ConversionDecision | null {
  if (first === null) return null;
  return recorded(7, { status: first.status, maturesAt: first.maturesAt, repeatOf: first.id });
}

function decidePending({ offer, event, now }: ConversionFacts): ConversionDecision | null {
  if (offer === null) return null;
  if (offer.rewarding === 'Manual') return recorded(13, { status: 'Pending' });
  const { pendingTime } = completionRules(offer, event);
  if (pendingTime === 0) return null;
  return recorded(13, { status: 'Pending', maturesAt: new Date(now.getTime() + pendingTime * DAY_MS) });
}

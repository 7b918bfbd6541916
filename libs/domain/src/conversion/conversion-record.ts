import { addMoney, type Money } from '../money';
import type { ConversionStatus } from './conversion';

/** What a list of conversion records may be ordered by. G§7.5. */
export const RECORD_ORDERS = ['CreatedAt', 'ModifiedAt', 'UserCompletedAt'] as const;
export type RecordOrder = (typeof RECORD_ORDERS)[number];

/** What `searchBy` may name. G§7.5. */
export const RECORD_SEARCH_FIELDS = [
  'ConversionId',
  'ClickId',
  'PubMemberId',
  'PubClickId',
  'OfferId',
  'OfferName',
  'EventId',
  'EventName',
  'PartnerName',
] as const;
export type RecordSearchField = (typeof RECORD_SEARCH_FIELDS)[number];

const LONGEST_SPAN_MONTHS = 3;

/** Whether a window of completion times may be asked for: at most 3 months of the calendar, in UTC. G§7.5. */
export function isShortEnough(from: Date, to: Date): boolean {
  const end = new Date(from);
  end.setUTCMonth(end.getUTCMonth() + LONGEST_SPAN_MONTHS);
  // 30 November and three months would be 2 March: the last day of February is meant.
  if (end.getUTCDate() !== from.getUTCDate()) end.setUTCDate(0);
  return to.getTime() <= end.getTime();
}

/** One conversion of a record, as far as the record's own state depends on it. */
export interface RecordStep {
  status: ConversionStatus;
  rejectionReason: string | null;
  offerEventId: string | null;
  userCompletedAt: Date;
  modifiedAt: Date;
  revenue: Money;
  reward: Money;
  payout: Money;
  callbackSent: boolean;
}

export interface RecordState extends Omit<RecordStep, 'offerEventId' | 'callbackSent'> {
  isUserCompleted: boolean;
  isRewardSent: boolean;
}

/**
 * The state of a record from its conversions, oldest first: of a SingleEvent offer one, of a MultiEvent offer the steps of
 * one click. `required`: ids of the events that complete the offer; none for a SingleEvent offer. Amounts are the sums of
 * what was not rejected.
 */
export function recordState(first: RecordStep, later: readonly RecordStep[], required: readonly string[]): RecordState {
  const steps = [first, ...later];
  const valid = steps.filter(({ status }) => status !== 'Rejected');
  const status = statusOf(valid);
  const done = new Set(valid.map(({ offerEventId }) => offerEventId));
  const sum = (amount: (step: RecordStep) => Money): Money =>
    valid.length === 0 ? amount(first) : valid.map(amount).reduce(addMoney);
  return {
    status,
    rejectionReason: status === 'Rejected' ? first.rejectionReason : null,
    isUserCompleted: valid.length > 0 && required.every((id) => done.has(id)),
    userCompletedAt: latest(steps.map(({ userCompletedAt }) => userCompletedAt)),
    modifiedAt: latest(steps.map(({ modifiedAt }) => modifiedAt)),
    revenue: sum(({ revenue }) => revenue),
    reward: sum(({ reward }) => reward),
    payout: sum(({ payout }) => payout),
    isRewardSent: steps.some(({ callbackSent }) => callbackSent),
  };
}

/** One Success makes a Success; what is still open counts before what was rejected. */
function statusOf(valid: readonly RecordStep[]): ConversionStatus {
  if (valid.length === 0) return 'Rejected';
  return valid.some(({ status }) => status === 'Success') ? 'Success' : 'Pending';
}

function latest(times: readonly Date[]): Date {
  return new Date(Math.max(...times.map((time) => time.getTime())));
}

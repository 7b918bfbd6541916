import type { CompletedStep, OfferUsage, Periods } from '@app/domain';
import { prepared, type Tx } from '../database';
import { trimScale } from '../entities/money-column';

const FIND_COMPLETED = prepared(
  'find-completed-steps',
  `SELECT offer_event_id AS "offerEventId", user_completed_at AS at FROM conversions
    WHERE offer_id = $1 AND pub_member_id = $2 AND holds_completion`,
);

/** What a member has completed of an offer. */
export async function findCompletedSteps(
  tx: Tx,
  { offerId, pubMemberId }: { offerId: string; pubMemberId: string },
): Promise<CompletedStep[]> {
  const { rows } = await tx.query<CompletedStep>(FIND_COMPLETED([offerId, pubMemberId]));
  return rows;
}

interface UsageRow {
  day: string;
  week: string;
  month: string;
  ever: string;
  revenue_day: string;
  revenue_ever: string;
}

const TAKE_USAGE = prepared(
  'take-offer-usage',
  'SELECT * FROM take_offer_usage($1, coalesce($2::uuid, $1), utc_day($3), utc_day($4), utc_day($5))',
);

/**
 * What an offer has taken so far; conversions of the event, where one is given. Nobody else records or changes a
 * conversion of the offer until the transaction ends. Taken after the lock of a member's completion.
 */
export async function takeUsage(
  tx: Tx,
  of: { offerId: string; offerEventId: string | null },
  { day, week, month }: Periods,
): Promise<OfferUsage> {
  const { rows } = await tx.query<UsageRow>(TAKE_USAGE([of.offerId, of.offerEventId, day.from, week.from, month.from]));
  const [row] = rows;
  if (row === undefined) throw new Error('A sum has a row.');
  const { day: today, week: ofWeek, month: ofMonth, ever } = row;
  return {
    conversions: { day: Number(today), week: Number(ofWeek), month: Number(ofMonth), ever: Number(ever) },
    revenue: { day: trimScale(row.revenue_day), ever: trimScale(row.revenue_ever) },
  };
}

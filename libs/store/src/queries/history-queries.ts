import type { CompletedStep, OfferUsage, Periods } from '@app/domain';
import { prepared, type Tx } from '../database';
import { trimScale } from '../entities/money-column';

const LOCK_OFFER = prepared('lock-offer', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 20261122))');

/**
 * Serialises whoever records conversions of a limited offer, until the end of the transaction. Taken before the lock of a
 * member's completion.
 */
export async function lockOffer(tx: Tx, offerId: string): Promise<void> {
  await tx.query(LOCK_OFFER([offerId]));
}

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
  day: number;
  week: number;
  month: number;
  ever: number;
  revenue_day: string;
  revenue_ever: string;
}

const IN_SCOPE = '($2::uuid IS NULL OR offer_event_id = $2)';

const READ_USAGE = prepared(
  'read-offer-usage',
  `SELECT count(*) FILTER (WHERE ${IN_SCOPE} AND created_at >= $3 AND created_at < $4)::float8 AS day,
          count(*) FILTER (WHERE ${IN_SCOPE} AND created_at >= $5 AND created_at < $6)::float8 AS week,
          count(*) FILTER (WHERE ${IN_SCOPE} AND created_at >= $7 AND created_at < $8)::float8 AS month,
          count(*) FILTER (WHERE ${IN_SCOPE})::float8 AS ever,
          coalesce(sum(revenue) FILTER (WHERE created_at >= $3 AND created_at < $4), 0)::text AS revenue_day,
          coalesce(sum(revenue), 0)::text AS revenue_ever
     FROM conversions
    WHERE offer_id = $1 AND status <> 'Rejected' AND NOT is_repeated AND ($9::timestamptz IS NULL OR created_at >= $9)`,
);

/**
 * What an offer has taken so far; conversions only of the event, where one is given. `everCounts: false` looks no further
 * back than the periods do.
 */
export async function readUsage(
  tx: Tx,
  of: { offerId: string; offerEventId: string | null },
  { day, week, month }: Periods,
  everCounts: boolean,
): Promise<OfferUsage> {
  const earliest = week.from < month.from ? week.from : month.from;
  const { rows } = await tx.query<UsageRow>(
    READ_USAGE([
      of.offerId,
      of.offerEventId,
      ...[day, week, month].flatMap(({ from, to }) => [from, to]),
      everCounts ? null : earliest,
    ]),
  );
  const [row] = rows;
  if (row === undefined) throw new Error('A sum has a row.');
  return {
    conversions: { day: row.day, week: row.week, month: row.month, ever: row.ever },
    revenue: { day: trimScale(row.revenue_day), ever: trimScale(row.revenue_ever) },
  };
}

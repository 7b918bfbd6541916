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

const anyCap = (of: string): string =>
  `u.day >= ${of}.daily_cap OR u.week >= ${of}.weekly_cap OR u.month >= ${of}.monthly_cap OR u.ever >= ${of}.all_time_cap`;

const FIND_FULL_OFFERS = prepared(
  'find-full-offers',
  `WITH used AS MATERIALIZED (
     SELECT u.offer_id, u.step_id,
            sum(u.conversions) FILTER (WHERE u.day = t.today) AS day,
            sum(u.conversions) FILTER (WHERE date_trunc('week', u.day) = date_trunc('week', t.today)) AS week,
            sum(u.conversions) FILTER (WHERE date_trunc('month', u.day) = date_trunc('month', t.today)) AS month,
            sum(u.conversions) AS ever, sum(u.revenue) FILTER (WHERE u.day = t.today) AS revenue_day, sum(u.revenue) AS revenue_ever
       FROM accounts a CROSS JOIN LATERAL (SELECT utc_day(platform_now(a.frozen_at, a.clock_shift)) AS today) t
       JOIN offers o ON o.account_id = a.id JOIN offer_usage u ON u.offer_id = o.id
      WHERE a.id = $1 GROUP BY 1, 2
   )
   SELECT o.id FROM offers o WHERE o.account_id = $1 AND o.id IN (SELECT offer_id FROM used) AND (
     EXISTS (SELECT FROM used u WHERE u.offer_id = o.id HAVING sum(u.revenue_day) >= o.daily_budget OR sum(u.revenue_ever) >= o.total_budget)
     OR CASE o.offer_type
       WHEN 'SingleEvent' THEN EXISTS (SELECT FROM used u WHERE u.step_id = o.id AND (${anyCap('o')}))
       ELSE NOT EXISTS (
         SELECT FROM offer_events e WHERE e.offer_id = o.id AND e.deleted_at IS NULL AND e.show_on_offer_wall
            AND NOT EXISTS (SELECT FROM used u WHERE u.step_id = e.id AND (${anyCap('e')})))
     END)`,
);

/** Offers of an account whose budget is spent or whose cap is full; a MultiEvent offer, once each of its events is. G§3.5, G10.19. */
export async function findFullOffers(tx: Tx, accountId: string): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(FIND_FULL_OFFERS([accountId]));
  return new Set(rows.map(({ id }) => id));
}

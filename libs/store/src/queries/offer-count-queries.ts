import { prepared, type Tx } from '../database';

/** Conversions that count towards caps, Success and Pending, in the UTC day, week (from Monday), month and ever. G§3.5. */
export interface ConversionCounts {
  day: number;
  week: number;
  month: number;
  ever: number;
}

/** An offer that met a limit has its sums kept; of any other its conversions are counted. Only one of the two runs. */
const COUNT_CONVERSIONS = prepared(
  'count-offer-conversions',
  `WITH counted AS MATERIALIZED (
     SELECT EXISTS (SELECT FROM counted_offers WHERE offer_id = $2) AS is_so
   ), today AS MATERIALIZED (
     SELECT utc_day(platform_now(frozen_at, clock_shift)) AS day FROM accounts WHERE id = $1
   ), used AS (
     SELECT u.step_id, u.day, u.conversions FROM offer_usage u WHERE u.offer_id = $2 AND (SELECT is_so FROM counted)
     UNION ALL
     SELECT coalesce(c.offer_event_id, c.offer_id), utc_day(c.created_at), 1 FROM conversions c
      WHERE c.account_id = $1 AND c.offer_id = $2 AND c.status <> 'Rejected' AND NOT c.is_repeated AND NOT (SELECT is_so FROM counted)
   )
   SELECT u.step_id AS "stepId",
          coalesce(sum(u.conversions) FILTER (WHERE u.day = t.day), 0)::float8 AS day,
          coalesce(sum(u.conversions) FILTER (WHERE date_trunc('week', u.day) = date_trunc('week', t.day)), 0)::float8 AS week,
          coalesce(sum(u.conversions) FILTER (WHERE date_trunc('month', u.day) = date_trunc('month', t.day)), 0)::float8 AS month,
          sum(u.conversions)::float8 AS ever
     FROM used u CROSS JOIN today t GROUP BY 1`,
);

/** By event; of a SingleEvent offer by the offer itself. What has none is not there. */
export async function countOfferConversions(
  tx: Tx,
  accountId: string,
  offerId: string,
): Promise<Map<string, ConversionCounts>> {
  const { rows } = await tx.query<ConversionCounts & { stepId: string }>(COUNT_CONVERSIONS([accountId, offerId]));
  return new Map(rows.map(({ stepId, ...counts }) => [stepId, counts]));
}

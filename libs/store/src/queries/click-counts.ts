import { prepared, type Tx } from '../database';

/**
 * Clicks and views of the account `$1` by `day`, `offer_id` and `partner_id`, several rows to a line. One statement sees each of them
 * once: what it does not see as a delta it sees in a count. A view belongs to no partner.
 */
export const COUNTED = `(
  SELECT day, offer_id, partner_id, clicks, views FROM click_counts WHERE account_id = $1
  UNION ALL
  SELECT day, offer_id, partner_id, clicks, views FROM click_deltas WHERE account_id = $1) counted`;

/** How many rows there are of a UTC day, such as `2026-11-21`. */
export interface DayCount {
  day: string;
  rows: number;
}

const COUNT_CLICK_DAYS = prepared(
  'count-click-days',
  `SELECT day::text, sum(clicks)::float8 AS rows
     FROM (SELECT day, offer_id, partner_id, clicks FROM ${COUNTED}
           UNION ALL SELECT day, offer_id, partner_id, -clicks FROM expired_clicks WHERE account_id = $1) there
    WHERE ($2::uuid IS NULL OR offer_id = $2) AND ($3::uuid IS NULL OR partner_id = $3) GROUP BY day HAVING sum(clicks) <> 0`,
);

/** Clicks of an account that are there, by day, in no order; of an offer and of a partner where one is given. What went with its day is not. */
export async function countClickDays(
  tx: Tx,
  accountId: string,
  { offerId, partnerId }: { offerId?: string | undefined; partnerId?: string | undefined },
): Promise<DayCount[]> {
  const { rows } = await tx.query<DayCount>(COUNT_CLICK_DAYS([accountId, offerId ?? null, partnerId ?? null]));
  return rows;
}

/**
 * One worker at a time, whoever comes meanwhile takes nothing. Lines are written in the order of their key.
 */
const FOLD = prepared(
  'fold-click-deltas',
  `WITH taken AS (
     DELETE FROM click_deltas WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM click_deltas WHERE (SELECT pg_try_advisory_xact_lock(20261123)) LIMIT $1))
     RETURNING account_id, day, offer_id, partner_id, clicks, views
   ), folded AS (
     INSERT INTO click_counts AS line (account_id, day, offer_id, partner_id, clicks, views)
     SELECT account_id, day, offer_id, partner_id, sum(clicks), sum(views) FROM taken GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
     ON CONFLICT (account_id, day, offer_id, coalesce(partner_id, '00000000-0000-0000-0000-000000000000'))
       DO UPDATE SET clicks = line.clicks + excluded.clicks, views = line.views + excluded.views
     RETURNING clicks = 0 AND views = 0 AS empty
   )
   SELECT (SELECT count(*)::int FROM taken) AS deltas, coalesce((SELECT bool_or(empty) FROM folded), false) AS emptied`,
);

/** Folds deltas of clicks and views into counts; answers how many, `most` at most. To be called in a transaction. */
export async function foldClickDeltas(tx: Tx, most: number): Promise<number> {
  const { rows } = await tx.query<{ deltas: number; emptied: boolean }>(FOLD([most]));
  const { deltas, emptied } = rows[0] ?? { deltas: 0, emptied: false };
  // All of a line was removed. Under the lock still: nobody else changes lines.
  if (emptied) await tx.query('DELETE FROM click_counts WHERE clicks = 0 AND views = 0');
  return deltas;
}

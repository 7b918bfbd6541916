import type { Money, Targeting } from '@app/domain';
import { prepared, type Tx } from '../database';
import { COUNTED } from './click-counts';

/** What one offer cost on one UTC day, by where its clicks came from. */
export interface CostRow {
  /** As in 2026-11-21. */
  day: string;
  offerId: string;
  offerName: string;
  /** `null`: the account's own clicks. */
  partnerId: string | null;
  appName: string | null;
  storeId: string | null;
  advertiserCampaignName: string | null;
  targeting: Targeting;
  clicks: number;
  cost: Money;
}

const COSTS = prepared(
  'read-costs',
  `WITH parts AS (
     SELECT day, offer_id, partner_id, clicks, 0::numeric AS cost FROM ${COUNTED} WHERE day >= utc_day($2) AND day < utc_day($3)
     UNION ALL
     SELECT utc_day(created_at), offer_id, partner_id, 0, sum(revenue) FROM conversions
      WHERE account_id = $1 AND created_at >= $2 AND created_at < $3 AND status = 'Success' GROUP BY 1, 2, 3
   ), lines AS (
     SELECT day, offer_id, partner_id, sum(clicks)::float8 AS clicks, trim_scale(sum(cost))::text AS cost FROM parts
      GROUP BY 1, 2, 3 HAVING sum(clicks) <> 0 OR sum(cost) <> 0)
   SELECT l.day::text, l.offer_id AS "offerId", o.name AS "offerName", l.partner_id AS "partnerId", o.app_name AS "appName", o.store_id AS "storeId",
          o.advertiser_campaign_name AS "advertiserCampaignName", o.targeting, l.clicks, l.cost
     FROM lines l JOIN offers o ON o.id = l.offer_id AND o.should_send_cost_data
    ORDER BY l.day, o.name, l.offer_id, l.partner_id NULLS FIRST`,
);

/**
 * Clicks, and revenue of Success conversions, of the offers that send cost data, for each day from one midnight, UTC, up to another one.
 * Deleted offers are among them: what they cost stays.
 */
export async function readCosts(
  tx: Tx,
  accountId: string,
  { from, until }: { from: Date; until: Date },
): Promise<CostRow[]> {
  const { rows } = await tx.query<CostRow>(COSTS([accountId, from, until]));
  return rows;
}

import type {
  Caps,
  ConversionType,
  CostModel,
  Money,
  OfferEvent,
  OfferSource,
  OfferStatus,
  OfferTexts,
  OfferType,
  Rewarding,
  Targeting,
  TrackingSystem,
} from '@app/domain';
import { prepared, type Tx } from '../database';
import { eventsWhere, TEXT_COLUMNS } from './config-queries';

/** What the offers of an account are narrowed to; `null` narrows nothing. G§7.8. */
export interface ManagedOfferFilters {
  /** Part of the name or the headline. */
  search: string | null;
  statuses: readonly OfferStatus[] | null;
  offerType: OfferType | null;
  sources: readonly OfferSource[] | null;
  trackingSystems: readonly TrackingSystem[] | null;
  /** In lower case; an offer for any device is for these too. */
  devices: readonly string[] | null;
}

/** An offer as its owner manages it. */
export interface ManagedOfferRow extends Caps, OfferTexts {
  id: string;
  name: string;
  link: string;
  status: OfferStatus;
  offerType: OfferType;
  conversionType: ConversionType;
  isFeatured: boolean;
  allowRepetitions: boolean;
  /** Days. */
  pendingTime: number;
  revenue: Money;
  reward: Money;
  payout: Money;
  /** Percent, RevShare only. */
  revenueShare: Money | null;
  /** Percent, RevShare only. */
  rewardShare: Money | null;
  rewarding: Rewarding;
  ipWhitelist: string[];
  dailyBudget: Money | null;
  totalBudget: Money | null;
  targeting: Targeting;
  countryId: string | null;
  advertiserId: string;
  advertiserName: string;
  categoryId: string;
  categoryName: string;
  source: OfferSource;
  externalId: string | null;
  trackingSystem: TrackingSystem;
  launchDate: Date;
  expiryDate: Date | null;
  shouldSendCostData: boolean;
  costModel: CostModel | null;
  appName: string | null;
  storeId: string | null;
  advertiserCampaignName: string | null;
  createdAt: Date;
  /** By their display order. */
  events: OfferEvent[];
}

const MATCHING = `o.account_id = $1 AND o.deleted_at IS NULL
  AND ($2::text IS NULL OR strpos(lower(o.name), lower($2)) > 0 OR strpos(lower(o.headline), lower($2)) > 0)
  AND ($3::text[] IS NULL OR o.status = ANY($3))
  AND ($4::text IS NULL OR o.offer_type = $4)
  AND ($5::text[] IS NULL OR NOT EXISTS (SELECT FROM jsonb_array_elements_text(o.targeting -> 'devices'))
       OR EXISTS (SELECT FROM jsonb_array_elements_text(o.targeting -> 'devices') device WHERE lower(device) = 'all' OR lower(device) = ANY($5)))
  AND ($6::text[] IS NULL OR o.source = ANY($6))
  AND ($7::text[] IS NULL OR o.tracking_system = ANY($7))`;

const OFFER = `o.id, o.name, o.link, o.status, o.offer_type AS "offerType", o.conversion_type AS "conversionType",
  ${TEXT_COLUMNS}, o.is_featured AS "isFeatured",
  o.allow_repetitions AS "allowRepetitions", o.pending_time AS "pendingTime", o.revenue, o.reward, o.payout,
  o.revenue_share AS "revenueShare", o.reward_share AS "rewardShare", o.rewarding, o.ip_whitelist AS "ipWhitelist",
  o.daily_budget AS "dailyBudget", o.total_budget AS "totalBudget", o.targeting, o.country_id AS "countryId",
  o.daily_cap AS "dailyCap", o.weekly_cap AS "weeklyCap", o.monthly_cap AS "monthlyCap", o.all_time_cap AS "allTimeCap",
  o.advertiser_id AS "advertiserId", a.name AS "advertiserName", o.category_id AS "categoryId", cat.name AS "categoryName",
  o.source, o.external_id AS "externalId", o.tracking_system AS "trackingSystem",
  coalesce(o.launch_date, o.created_at) AS "launchDate", o.expiry_date AS "expiryDate",
  o.should_send_cost_data AS "shouldSendCostData", o.cost_model AS "costModel", o.app_name AS "appName", o.store_id AS "storeId",
  o.advertiser_campaign_name AS "advertiserCampaignName", o.created_at AS "createdAt", ${eventsWhere('e.deleted_at IS NULL')} AS events`;

const FROM = 'offers o JOIN advertisers a ON a.id = o.advertiser_id JOIN categories cat ON cat.id = o.category_id';

const COUNT = prepared('count-managed-offers', `SELECT count(*)::int AS count FROM offers o WHERE ${MATCHING}`);

const FIND = prepared(
  'find-managed-offers',
  `SELECT ${OFFER} FROM ${FROM} WHERE ${MATCHING}
    ORDER BY CASE WHEN $8 = 'Name' AND $9 THEN lower(o.name) END, CASE WHEN $8 = 'Name' AND NOT $9 THEN lower(o.name) END DESC,
             CASE WHEN $9 THEN o.created_at END, CASE WHEN $9 THEN o.id END, o.created_at DESC, o.id DESC LIMIT $10 OFFSET $11`,
);

/** What a list of managed offers may be ordered by. */
export const MANAGED_OFFER_ORDERS = ['CreatedAt', 'Name'] as const;

export interface ManagedOfferListing {
  orderBy: (typeof MANAGED_OFFER_ORDERS)[number];
  ascending: boolean;
  limit: number;
  offset: number;
}

/** One page of the offers of an account that are not deleted. */
export async function findManagedOffers(
  tx: Tx,
  accountId: string,
  { search, statuses, offerType, devices, sources, trackingSystems }: ManagedOfferFilters,
  { orderBy, ascending, limit, offset }: ManagedOfferListing,
): Promise<{ totalCount: number; offers: ManagedOfferRow[] }> {
  const values = [accountId, search, statuses, offerType, devices, sources, trackingSystems];
  const counted = await tx.query<{ count: number }>(COUNT(values));
  const { rows } = await tx.query<ManagedOfferRow>(FIND([...values, orderBy, ascending, limit, offset]));
  return { totalCount: counted.rows[0]?.count ?? 0, offers: rows };
}

/** `null`: the account has no such offer. */
export async function findManagedOffer(tx: Tx, accountId: string, id: string): Promise<ManagedOfferRow | null> {
  const { rows } = await tx.query<ManagedOfferRow>(
    `SELECT ${OFFER} FROM ${FROM} WHERE o.account_id = $1 AND o.id = $2 AND o.deleted_at IS NULL`,
    [accountId, id],
  );
  return rows[0] ?? null;
}

/** Sets an offer that is `from` to `to`; one of another status stays. False: the account has no such offer. */
export async function switchOfferStatus(
  tx: Tx,
  { accountId, id }: { accountId: string; id: string },
  { from, to }: { from: OfferStatus; to: OfferStatus },
): Promise<boolean> {
  // The account's row first, as every other change of its configuration takes them.
  await tx.query('SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE', [accountId]);
  const { rows } = await tx.query<{ status: OfferStatus }>(
    'SELECT status FROM offers WHERE account_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE',
    [accountId, id],
  );
  const status = rows[0]?.status;
  // Who says so decides from now on, where only its source had paused it before.
  if (status === from || status === to) {
    await tx.query('UPDATE offers SET status = $2, is_withdrawn = false WHERE id = $1', [id, to]);
  }
  return rows.length > 0;
}

import type { Caps, ConversionType, Money, OfferEvent, OfferTexts, OfferType, Targeting } from '@app/domain';
import { prepared, type Tx } from '../database';
import { eventsWhere, TEXT_COLUMNS } from './config-queries';

/** What the offers of a partner are narrowed to; `null` narrows nothing. G§7.8. */
export interface PartnerOfferFilters {
  /** Part of the name or the headline. */
  search: string | null;
  offerType: OfferType | null;
}

/** What a list of a partner's offers may be ordered by. */
export const PARTNER_OFFER_ORDERS = ['CreatedAt', 'Name'] as const;

export interface PartnerOfferListing {
  orderBy: (typeof PARTNER_OFFER_ORDERS)[number];
  ascending: boolean;
  limit: number;
  offset: number;
}

/** An offer that a partner may run, as it stands in a list. */
export interface PartnerOfferRow {
  id: string;
  name: string;
  categoryName: string;
  offerType: OfferType;
  /** The most that may be spent ever, else in a day. */
  budget: Money | null;
  launchDate: Date;
  expiryDate: Date | null;
}

export interface PartnerOfferDetailsRow extends PartnerOfferRow, OfferTexts, Caps {
  linkId: string;
  conversionType: ConversionType;
  payout: Money;
  isFeatured: boolean;
  allowRepetitions: boolean;
  targeting: Targeting;
  /** By their display order. */
  events: OfferEvent[];
}

/** Who asks: one partner of one account. */
export interface PartnerRef {
  accountId: string;
  partnerId: string;
}

const LISTED = `o.id, o.name, cat.name AS "categoryName", o.offer_type AS "offerType", coalesce(o.total_budget, o.daily_budget) AS budget,
  coalesce(o.launch_date, o.created_at) AS "launchDate", o.expiry_date AS "expiryDate"`;

const DETAILS = `${LISTED}, l.id AS "linkId", o.conversion_type AS "conversionType", o.payout, o.is_featured AS "isFeatured",
  o.allow_repetitions AS "allowRepetitions", o.targeting, ${TEXT_COLUMNS},
  o.daily_cap AS "dailyCap", o.weekly_cap AS "weeklyCap", o.monthly_cap AS "monthlyCap", o.all_time_cap AS "allTimeCap",
  ${eventsWhere('e.deleted_at IS NULL')} AS events`;

const FROM = 'partner_links l JOIN offers o ON o.id = l.offer_id JOIN categories cat ON cat.id = o.category_id';

const MINE = `l.account_id = $1 AND l.partner_id = $2 AND o.account_id = $1 AND o.deleted_at IS NULL AND o.status = 'Active'`;

const MATCHING = `${MINE}
  AND ($3::text IS NULL OR strpos(lower(o.name), lower($3)) > 0 OR strpos(lower(o.headline), lower($3)) > 0)
  AND ($4::text IS NULL OR o.offer_type = $4)`;

const COUNT = prepared('count-partner-offers', `SELECT count(*)::int AS count FROM ${FROM} WHERE ${MATCHING}`);

const LIST = prepared(
  'list-partner-offers',
  `SELECT ${LISTED} FROM ${FROM} WHERE ${MATCHING}
    ORDER BY CASE WHEN $5 = 'Name' AND $6 THEN lower(o.name) END, CASE WHEN $5 = 'Name' AND NOT $6 THEN lower(o.name) END DESC,
             CASE WHEN $6 THEN o.created_at END, CASE WHEN $6 THEN o.id END, o.created_at DESC, o.id DESC LIMIT $7 OFFSET $8`,
);

const FIND = prepared('find-partner-offer', `SELECT ${DETAILS} FROM ${FROM} WHERE ${MINE} AND o.id = $3`);

/** One page of the Active offers that a partner has a link to. */
export async function findPartnerOffers(
  tx: Tx,
  { accountId, partnerId }: PartnerRef,
  { search, offerType }: PartnerOfferFilters,
  { orderBy, ascending, limit, offset }: PartnerOfferListing,
): Promise<{ totalCount: number; offers: PartnerOfferRow[] }> {
  const values = [accountId, partnerId, search, offerType];
  const counted = await tx.query<{ count: number }>(COUNT(values));
  const { rows } = await tx.query<PartnerOfferRow>(LIST([...values, orderBy, ascending, limit, offset]));
  return { totalCount: counted.rows[0]?.count ?? 0, offers: rows };
}

/** `null`: the partner has no link to such an offer, or it is not Active. */
export async function findPartnerOffer(
  tx: Tx,
  { accountId, partnerId }: PartnerRef,
  offerId: string,
): Promise<PartnerOfferDetailsRow | null> {
  const { rows } = await tx.query<PartnerOfferDetailsRow>(FIND([accountId, partnerId, offerId]));
  return rows[0] ?? null;
}

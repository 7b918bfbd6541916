import { prepared, type Tx } from '../database';
import { COUNTED } from './click-counts';

export const REPORT_GROUPS = ['day', 'offer', 'partner', 'event'] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];

/** One line of a summary. Money is a sum of Success conversions. */
export interface SummaryRow {
  day: string | null;
  offerId: string | null;
  offerName: string | null;
  partnerId: string | null;
  partnerName: string | null;
  offerEventId: string | null;
  eventId: string | null;
  eventName: string | null;
  clicks: number;
  views: number;
  pending: number;
  success: number;
  rejected: number;
  revenue: number;
  payout: number;
}

const NO_NAMES = `NULL::text AS day, NULL::uuid AS "offerId", NULL::text AS "offerName", NULL::uuid AS "partnerId", NULL::text AS "partnerName",
  NULL::uuid AS "offerEventId", NULL::text AS "eventId", NULL::text AS "eventName"`;

/** What each part is grouped by, how a line is named, and in what order. */
interface Grouping {
  touches: string;
  conversions: string;
  /** Further rows of what is counted by offer, for lines that are finer. */
  spread: string;
  key: string;
  names: string;
  joins: string;
  order: string;
}

const BY_KEY = { spread: '', key: 't.key' };
const NAMED = (column: string, expression: string): string =>
  NO_NAMES.replace(new RegExp(`NULL::\\w+ AS "?${column}"?`), `${expression} AS "${column}"`);

const OFFER_NAMES = NAMED('offerId', 'g.key::uuid').replace('NULL::text AS "offerName"', 'o.name AS "offerName"');

const GROUPINGS: Readonly<Record<ReportGroup, Grouping>> = {
  day: {
    ...BY_KEY,
    touches: 'day',
    conversions: 'utc_day(created_at)',
    names: NAMED('day', 'g.key'),
    joins: '',
    order: 'g.key',
  },
  offer: {
    ...BY_KEY,
    touches: 'offer_id',
    conversions: 'offer_id',
    names: OFFER_NAMES,
    joins: 'LEFT JOIN offers o ON o.id = g.key::uuid',
    order: 'o.name, g.key',
  },
  partner: {
    ...BY_KEY,
    touches: 'partner_id',
    conversions: 'partner_id',
    names: NAMED('partnerId', 'g.key::uuid').replace('NULL::text AS "partnerName"', 'p.name AS "partnerName"'),
    joins: 'LEFT JOIN partners p ON p.id = g.key::uuid',
    order: 'p.name NULLS LAST, g.key',
  },
  event: {
    touches: 'offer_id',
    conversions: 'coalesce(offer_event_id, offer_id)',
    spread: 'LEFT JOIN offer_events s ON s.offer_id = t.key::uuid',
    key: 'coalesce(s.id::text, t.key)',
    names: OFFER_NAMES.replace('g.key::uuid', 'coalesce(e.offer_id, g.key::uuid)')
      .replace('NULL::uuid AS "offerEventId"', 'e.id AS "offerEventId"')
      .replace('NULL::text AS "eventId"', 'e.event_id AS "eventId"')
      .replace('NULL::text AS "eventName"', 'e.name AS "eventName"'),
    joins:
      'LEFT JOIN offer_events e ON e.id = g.key::uuid LEFT JOIN offers o ON o.id = coalesce(e.offer_id, g.key::uuid)',
    order: 'o.name, o.id, e.display_order, g.key',
  },
};

const NARROWED = '($4::uuid IS NULL OR offer_id = $4) AND ($5::uuid IS NULL OR partner_id = $5)';

/** Clicks and views are counted by day already, conversions when somebody asks; they meet as counts. */
function summaryOf({ touches, conversions, spread, key, names, joins, order }: Grouping): string {
  return `
    WITH touched AS (
      SELECT ${touches}::text AS key, sum(clicks) AS clicks, sum(views) AS views FROM ${COUNTED}
       WHERE day >= utc_day($2) AND day < utc_day($3) AND ${NARROWED} GROUP BY ${touches} HAVING sum(clicks) <> 0 OR sum(views) <> 0
    ), converted AS (
      SELECT ${conversions}::text AS key, count(*) FILTER (WHERE status = 'Pending') AS pending, count(*) FILTER (WHERE status = 'Success') AS success,
             count(*) FILTER (WHERE status = 'Rejected') AS rejected, sum(revenue) FILTER (WHERE status = 'Success') AS revenue,
             sum(payout) FILTER (WHERE status = 'Success') AS payout
        FROM conversions WHERE account_id = $1 AND created_at >= $2 AND created_at < $3 AND ${NARROWED} GROUP BY ${conversions}
    ), g AS (
      SELECT key, sum(clicks) AS clicks, sum(views) AS views, sum(pending) AS pending, sum(success) AS success, sum(rejected) AS rejected,
             sum(revenue) AS revenue, sum(payout) AS payout FROM (
        SELECT ${key} AS key, t.clicks, t.views, 0 AS pending, 0 AS success, 0 AS rejected, 0::numeric AS revenue, 0::numeric AS payout
          FROM touched t ${spread}
        UNION ALL
        SELECT key, 0, 0, pending, success, rejected, revenue, payout FROM converted) parts GROUP BY 1
    )
    SELECT ${names}, g.clicks::float8, g.views::float8, g.pending::float8, g.success::float8, g.rejected::float8,
           coalesce(g.revenue, 0)::float8 AS revenue, coalesce(g.payout, 0)::float8 AS payout
      FROM g ${joins} ORDER BY ${order}`;
}

const SUMMARIES = {
  day: prepared('summary-by-day', summaryOf(GROUPINGS.day)),
  offer: prepared('summary-by-offer', summaryOf(GROUPINGS.offer)),
  partner: prepared('summary-by-partner', summaryOf(GROUPINGS.partner)),
  event: prepared('summary-by-event', summaryOf(GROUPINGS.event)),
} as const;

/** What a summary is of. */
export interface SummaryRange {
  group: ReportGroup;
  from: Date;
  until: Date;
  offerId?: string | undefined;
  partnerId?: string | undefined;
}

/** What happened in an account from one midnight, UTC, up to another one. Lines of events carry clicks and views of their offer. K§6. */
export async function readSummary(
  tx: Tx,
  accountId: string,
  { group, from, until, offerId, partnerId }: SummaryRange,
): Promise<SummaryRow[]> {
  const { rows } = await tx.query<SummaryRow>(
    SUMMARIES[group]([accountId, from, until, offerId ?? null, partnerId ?? null]),
  );
  return rows;
}

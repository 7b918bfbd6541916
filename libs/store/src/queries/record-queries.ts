import type {
  ConversionReport,
  ConversionStatus,
  ConversionType,
  OfferSource,
  OfferType,
  RecordOrder,
  RecordSearchField,
  TrackingSystem,
} from '@app/domain';
import { prepared, type Tx } from '../database';
import { trimScale } from '../entities/money-column';
import { STORED_COLUMNS } from './conversion-queries';

/** What conversion records are narrowed to; `null` narrows nothing. G§7.5. */
export interface RecordFilters {
  completedFrom: Date;
  completedTo: Date;
  search: string | null;
  searchBy: readonly RecordSearchField[];
  statuses: readonly ConversionStatus[] | null;
  offerType: OfferType | null;
  /** In lower case. */
  devices: readonly string[] | null;
  offerId: string | null;
  partnerId: string | null;
  pubMemberId: string | null;
  sources: readonly OfferSource[] | null;
  trackingSystems: readonly TrackingSystem[] | null;
}

/** A conversion of a record, with everything around it. */
export interface RecordRow extends ConversionReport {
  /** The record that it belongs to: itself, or the first conversion of the same click on a MultiEvent offer. */
  recordId: string;
  offerType: OfferType;
  conversionType: ConversionType;
  offerSource: OfferSource;
  trackingSystem: TrackingSystem;
  /** Events that complete the offer: those that a member is shown. */
  requiredEventIds: string[];
  sourceIp: string | null;
  userAgent: string | null;
}

/** The record of a conversion `c`. */
const RECORD_ID = `CASE WHEN c.offer_event_id IS NULL THEN c.id ELSE (
  SELECT f.id FROM conversions f WHERE f.click_id = c.click_id AND f.account_id = c.account_id AND f.offer_event_id IS NOT NULL
   ORDER BY f.created_at, f.id LIMIT 1) END`;

/** Conversions `c` of the record whose first one is `r`. */
const OF_RECORD = `c.click_id = r.click_id AND c.account_id = r.account_id
  AND (c.id = r.id OR (r.offer_event_id IS NOT NULL AND c.offer_event_id IS NOT NULL))`;

const JOINS = `JOIN offers o ON o.id = c.offer_id
  LEFT JOIN offer_events e ON e.id = c.offer_event_id
  LEFT JOIN partners p ON p.id = c.partner_id`;

const found = (field: RecordSearchField, column: string): string =>
  `('${field}' = ANY($5) AND strpos(lower(${column}), lower($4)) > 0)`;

const SEARCHED = [
  found('ConversionId', 'c.id::text'),
  found('ClickId', 'c.click_id::text'),
  found('PubMemberId', 'c.pub_member_id'),
  found('PubClickId', 'c.pub_click_id'),
  found('OfferId', 'c.offer_id::text'),
  found('OfferName', 'o.name'),
  found('EventId', 'e.event_id'),
  found('EventName', 'e.name'),
  found('PartnerName', 'p.name'),
].join(' OR ');

const FIND_RECORDS = prepared(
  'find-conversion-records',
  `WITH matching AS (
     SELECT DISTINCT ${RECORD_ID} AS id FROM conversions c ${JOINS}
      WHERE c.account_id = $1 AND c.user_completed_at >= $2 AND c.user_completed_at <= $3
        AND ($4::text IS NULL OR ${SEARCHED})
        AND ($6::text[] IS NULL OR c.status = ANY($6))
        AND ($7::text IS NULL OR o.offer_type = $7)
        AND ($8::text[] IS NULL OR lower(c.pub_parameters ->> 'pub_device') = ANY($8))
        AND ($9::uuid IS NULL OR c.offer_id = $9)
        AND ($10::uuid IS NULL OR c.partner_id = $10)
        AND ($11::text IS NULL OR c.pub_member_id = $11)
        AND ($16::text[] IS NULL OR o.source = ANY($16))
        AND ($17::text[] IS NULL OR o.tracking_system = ANY($17))
   ), placed AS (
     SELECT r.id, CASE $12
              WHEN 'ModifiedAt' THEN max(c.modified_at) WHEN 'UserCompletedAt' THEN max(c.user_completed_at) ELSE r.created_at
            END AS place
       FROM matching JOIN conversions r USING (id) JOIN conversions c ON ${OF_RECORD} GROUP BY r.id, r.created_at
   )
   SELECT (SELECT count(*) FROM matching)::int AS "totalCount",
          ARRAY(SELECT id FROM placed
                 ORDER BY CASE WHEN $13 THEN place END, CASE WHEN $13 THEN id END, place DESC, id DESC LIMIT $14 OFFSET $15) AS ids`,
);

/** Ids of one page of the records of an account, in order. */
export async function findRecordIds(
  tx: Tx,
  accountId: string,
  filters: RecordFilters,
  listing: { orderBy: RecordOrder; ascending: boolean; limit: number; offset: number },
): Promise<{ totalCount: number; ids: string[] }> {
  const { rows } = await tx.query<{ totalCount: number; ids: string[] }>(
    FIND_RECORDS([
      accountId,
      filters.completedFrom,
      filters.completedTo,
      filters.search,
      filters.searchBy,
      filters.statuses,
      filters.offerType,
      filters.devices,
      filters.offerId,
      filters.partnerId,
      filters.pubMemberId,
      listing.orderBy,
      listing.ascending,
      listing.limit,
      listing.offset,
      filters.sources,
      filters.trackingSystems,
    ]),
  );
  return rows[0] ?? { totalCount: 0, ids: [] };
}

const FIND_ROWS = prepared(
  'find-record-rows',
  `SELECT ${STORED_COLUMNS}, r.id AS "recordId", o.name AS "offerName", o.offer_type AS "offerType",
          o.conversion_type AS "conversionType", o.source AS "offerSource", o.tracking_system AS "trackingSystem",
          o.advertiser_id AS "advertiserId", a.name AS "advertiserName",
          o.category_id AS "categoryId", cat.name AS "categoryName", o.country_id AS "countryId", co.code2 AS "countryCode2",
          co.code3 AS "countryCode3", e.event_id AS "eventId", e.name AS "eventName", e.sequence_number AS "sequenceNumber",
          p.name AS "partnerName", k.source_ip AS "sourceIp", k.user_agent AS "userAgent",
          ARRAY(SELECT needed.id FROM offer_events needed WHERE needed.offer_id = o.id AND needed.deleted_at IS NULL
                    AND needed.show_on_offer_wall) AS "requiredEventIds"
     FROM conversions r JOIN conversions c ON ${OF_RECORD} ${JOINS}
     JOIN advertisers a ON a.id = o.advertiser_id
     JOIN categories cat ON cat.id = o.category_id
     LEFT JOIN countries co ON co.id = o.country_id
     LEFT JOIN clicks k ON k.id = c.click_id
    WHERE r.account_id = $1 AND r.id = ANY($2)
    ORDER BY array_position($2::uuid[], r.id), c.created_at, c.id`,
);

/** The conversions of these records of an account: record by record as they are asked for, in each the oldest first. */
export async function findRecordRows(tx: Tx, accountId: string, ids: readonly string[]): Promise<RecordRow[]> {
  const { rows } = await tx.query<RecordRow>(FIND_ROWS([accountId, ids]));
  return rows.map((row) => ({
    ...row,
    revenue: trimScale(row.revenue),
    reward: trimScale(row.reward),
    payout: trimScale(row.payout),
  }));
}

/** The record that a conversion belongs to; `null`: the account has no such conversion. G10.21. */
export async function findRecordOf(tx: Tx, accountId: string, conversionId: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT ${RECORD_ID} AS id FROM conversions c WHERE c.account_id = $1 AND c.id = $2`,
    [accountId, conversionId],
  );
  return rows[0]?.id ?? null;
}

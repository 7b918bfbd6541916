import type { ChangedBy, ConversionStatus, DeliveryKind, HttpMethod, RetryProfile } from '@app/domain';
import { prepared, type Tx } from '../database';
import type { StoredConversion } from './conversion-queries';

/** A row of the outbox before it is stored. */
export interface NewDelivery {
  id: string;
  kind: DeliveryKind;
  status: 'Pending' | 'Skipped';
  postbackId: string | null;
  receiver: string;
  target: string | null;
  method: HttpMethod;
  retryProfile: RetryProfile;
  retryWaitsMs: readonly number[];
  dueAt: Date | null;
  reason: string | null;
  payload: string;
}

export interface NewChange {
  id: string;
  from: ConversionStatus | null;
  to: ConversionStatus;
  reason: string | null;
  by: ChangedBy;
}

/**
 * Writes a conversion's changed status. One that is Rejected gives its member's completion free, for an older
 * conversion that stands in its shadow first; one that is valid again takes the completion when nobody holds it.
 */
export async function updateConversionStatus(tx: Tx, row: StoredConversion): Promise<void> {
  await tx.query(
    `UPDATE conversions c SET status = $2, rejection_reason = $3, matures_at = $4, modified_at = $5,
            holds_completion = $2 <> 'Rejected' AND NOT c.is_repeated AND (c.holds_completion OR NOT EXISTS (
              SELECT 1 FROM conversions h WHERE h.offer_id = c.offer_id AND h.pub_member_id = c.pub_member_id
                 AND h.offer_event_id IS NOT DISTINCT FROM c.offer_event_id AND h.holds_completion AND h.id <> c.id))
      WHERE c.id = $1`,
    [row.id, row.status, row.rejectionReason, row.maturesAt, row.modifiedAt],
  );
  if (row.status !== 'Rejected') return;
  await tx.query(
    `UPDATE conversions SET holds_completion = true WHERE id = (
       SELECT c.id FROM conversions c WHERE c.offer_id = $1 AND c.pub_member_id = $2 AND c.offer_event_id IS NOT DISTINCT FROM $3
          AND c.status <> 'Rejected' AND NOT c.is_repeated
          AND NOT EXISTS (SELECT 1 FROM conversions h WHERE h.offer_id = $1 AND h.pub_member_id = $2
                             AND h.offer_event_id IS NOT DISTINCT FROM $3 AND h.holds_completion)
        ORDER BY c.created_at, c.id LIMIT 1)`,
    [row.offerId, row.pubMemberId, row.offerEventId],
  );
}

/** $1 to $24. */
const CHANGE_AND_DELIVERIES = `change AS (
     INSERT INTO conversion_changes (id, account_id, conversion_id, from_status, to_status, reason, changed_by, changed_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE $1::uuid IS NOT NULL
   ), planned AS (
     SELECT * FROM unnest($12::uuid[], $13::text[], $14::text[], $15::uuid[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[],
                          $21::timestamptz[], $22::text[], $23::text[]) WITH ORDINALITY
       AS p (id, kind, status, postback_id, receiver, target, method, retry_profile, waits, due_at, reason, payload, position)
   ), stored AS (
     INSERT INTO deliveries (id, account_id, kind, status, conversion_id, conversion_status, offer_id, offer_event_id, partner_id, postback_id,
                             receiver, target, method, retry_profile, retry_waits_ms, due_at, reason, created_at)
     SELECT p.id, $2, p.kind, p.status, $3, $9, $10, $11, CASE WHEN p.kind = 'postback' THEN $24::uuid END, p.postback_id,
            p.receiver, p.target, p.method, p.retry_profile, p.waits::bigint[], p.due_at, p.reason, $8
       FROM planned p ORDER BY p.position
   )
   INSERT INTO delivery_payloads (delivery_id, payload) SELECT p.id, p.payload FROM planned p`;

const INSERT_CHANGE_AND_DELIVERIES = prepared('insert-change-and-deliveries', `WITH ${CHANGE_AND_DELIVERIES}`);

const INSERT_CONVERSION = prepared(
  'insert-conversion',
  `WITH conversion AS (
     INSERT INTO conversions (id, account_id, offer_id, offer_event_id, partner_id, status, created_at, modified_at,
        click_id, view_id, pub_member_id, pub_click_id, pub_parameters, click_time, rejection_reason, is_repeated, repeat_of, holds_completion,
        revenue, reward, payout, parameters, advertiser_conversion_id, user_completed_at, matures_at)
     VALUES ($3, $2, $10, $11, $24, $9, $8, $8, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41)
   ), ${CHANGE_AND_DELIVERIES}`,
);

export interface Written {
  /** Platform time of the change. */
  at: Date;
  change: NewChange | null;
  deliveries: readonly NewDelivery[];
}

/**
 * A new conversion with its history and its deliveries: one round trip. The database refuses a second one that would
 * hold the same member's completion of the same event.
 */
export async function insertConversion(tx: Tx, row: StoredConversion, written: Written): Promise<void> {
  await tx.query(
    INSERT_CONVERSION([
      ...writtenValues(row, written),
      row.clickId,
      row.viewId,
      row.pubMemberId,
      row.pubClickId,
      JSON.stringify(row.pubParameters),
      row.clickTime,
      row.rejectionReason,
      row.isRepeated,
      row.repeatOf,
      row.status !== 'Rejected' && !row.isRepeated,
      row.revenue,
      row.reward,
      row.payout,
      JSON.stringify(row.parameters),
      row.parameters.cnv_conversion_id ?? null,
      row.userCompletedAt,
      row.maturesAt,
    ]),
  );
}

/** The history row, where the status or its reason changed, and every delivery that follows from it: one round trip. */
export async function insertChangeAndDeliveries(tx: Tx, row: StoredConversion, written: Written): Promise<void> {
  if (written.change === null && written.deliveries.length === 0) return;
  await tx.query(INSERT_CHANGE_AND_DELIVERIES(writtenValues(row, written)));
}

/** $1 to $24. */
function writtenValues(row: StoredConversion, { at, change, deliveries }: Written): unknown[] {
  const { accountId, id, status, offerId, offerEventId, partnerId } = row;
  return [
    ...changeValues(change, accountId, id),
    at,
    status,
    offerId,
    offerEventId,
    ...deliveryColumns(deliveries),
    partnerId,
  ];
}

/** $1 to $7. A change that is `null` is not written: its id is. */
function changeValues(change: NewChange | null, accountId: string, conversionId: string): unknown[] {
  if (change === null) return [null, accountId, conversionId, null, null, null, null];
  return [change.id, accountId, conversionId, change.from, change.to, change.reason, change.by];
}

/** $12 to $23, a column each. */
function deliveryColumns(deliveries: readonly NewDelivery[]): unknown[] {
  return [
    deliveries.map(({ id }) => id),
    deliveries.map(({ kind }) => kind),
    deliveries.map(({ status }) => status),
    deliveries.map(({ postbackId }) => postbackId),
    deliveries.map(({ receiver }) => receiver),
    deliveries.map(({ target }) => target),
    deliveries.map(({ method }) => method),
    deliveries.map(({ retryProfile }) => retryProfile),
    deliveries.map(({ retryWaitsMs }) => `{${retryWaitsMs.join(',')}}`),
    deliveries.map(({ dueAt }) => dueAt),
    deliveries.map(({ reason }) => reason),
    deliveries.map(({ payload }) => payload),
  ];
}

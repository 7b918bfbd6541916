import type { DeliveryKind } from '@app/domain';
import { prepared, type Tx } from '@app/store';
import type { BeforeAdvance } from './before-advance';
import type { FiredView } from './clock.dto';

interface FiredRow {
  kind: 'changed' | 'expired' | 'matured' | 'attempt';
  /** Of the offer, the conversion or the delivery. */
  id: string;
  conversionId: string | null;
  number: number;
  deliveryKind: DeliveryKind;
  outcome: 'sent' | 'retry' | 'failed' | null;
  responseStatus: number | null;
  reason: string | null;
  offerEventId: string | null;
  field: string;
  value: number;
  at: Date;
  matured: number;
  attempted: number;
}

/** Attempts of what waited at the start count from the one after; of what was planned later, all. */
const FIRED = prepared(
  'fired',
  `WITH matured AS (
    SELECT 2 AS rank, 'matured' AS kind, h.conversion_id AS id, h.conversion_id AS "conversionId", 0 AS number, h.changed_at AS at, h.sequence
      FROM conversion_changes h
     WHERE h.account_id = $1 AND h.changed_at >= $6 AND h.sequence > $2::bigint AND h.changed_by = 'pending-time'
  ), touched AS (
    SELECT w.id, w.attempts FROM unnest($3::uuid[], $4::int[]) AS w (id, attempts)
    UNION ALL
    SELECT d.id, 0 FROM deliveries d WHERE d.account_id = $1 AND d.created_at >= $6 AND d.sequence > $5::bigint
  ), attempted AS (
    SELECT d.id, d.conversion_id, d.kind, d.sequence, t.number, t.started_at, t.outcome, t.response_status, t.reason
      FROM touched w
      JOIN deliveries d ON d.id = w.id
      JOIN attempts t ON t.delivery_id = w.id AND t.number > w.attempts
  ), fired AS (
    SELECT 0 AS rank, 'changed' AS kind, s.offer_id AS id, NULL::uuid AS "conversionId", 0 AS number, s.applied_at AS at, 0::bigint AS sequence,
           NULL AS "deliveryKind", NULL AS outcome, NULL::int AS "responseStatus", NULL AS reason,
           s.offer_event_id AS "offerEventId", s.field, s.value::float8 AS value
      FROM scheduled_changes s WHERE s.account_id = $1 AND s.id = ANY ($8::uuid[]) AND s.applied_at IS NOT NULL
    UNION ALL
    SELECT 1, 'expired', o.id, NULL, 0, greatest(o.expiry_date, $6), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL
      FROM offers o WHERE o.account_id = $1 AND o.id = ANY ($9::uuid[]) AND o.status = 'Expired'
    UNION ALL
    SELECT m.*, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM matured m
    UNION ALL
    SELECT 3, 'attempt', a.id, a.conversion_id, a.number, a.started_at, a.sequence,
           a.kind, a.outcome, a.response_status, a.reason, NULL, NULL, NULL FROM attempted a
  )
  SELECT f.*, (SELECT count(*)::int FROM matured) AS matured, (SELECT count(*)::int FROM attempted) AS attempted
    FROM fired f ORDER BY f.at, f.rank, f.sequence, f.number, f.id LIMIT $7`,
);

/** What has happened since, in order; at most `most` of it by name. */
export async function readFired(
  tx: Tx,
  accountId: string,
  { at, lastChange, lastDelivery, waiting, changes, offers }: BeforeAdvance,
  most: number,
): Promise<{ matured: number; attempted: number; fired: FiredView[] }> {
  const { rows } = await tx.query<FiredRow>(
    FIRED([accountId, lastChange, waiting.ids, waiting.attempts, lastDelivery, at, most, changes, offers]),
  );
  return { matured: rows[0]?.matured ?? 0, attempted: rows[0]?.attempted ?? 0, fired: rows.map(toFired) };
}

function toFired(row: FiredRow): FiredView {
  const at = row.at.toISOString();
  switch (row.kind) {
    case 'changed':
      return {
        kind: 'changed',
        offerId: row.id,
        offerEventId: row.offerEventId,
        field: row.field,
        value: row.value,
        at,
      };
    case 'expired':
      return { kind: 'expired', offerId: row.id, at };
    case 'matured':
      return { kind: 'matured', conversionId: row.id, status: 'Success', at };
    case 'attempt':
      return {
        kind: 'attempt',
        deliveryId: row.id,
        deliveryKind: row.deliveryKind,
        conversionId: row.conversionId ?? '',
        number: row.number,
        outcome: row.outcome,
        responseStatus: row.responseStatus,
        reason: row.reason,
        at,
      };
  }
}

import type { Tx } from '@app/store';
import type { FiredView } from './clock.dto';

/** What was already there when an advance began, so that afterwards it is known what the advance did. */
export interface BeforeAdvance {
  at: Date;
  /** The last conversion change, and the last delivery. */
  lastChange: string;
  lastDelivery: string;
  /** Deliveries that waited, and how often each had been attempted. */
  waiting: { ids: string[]; attempts: number[] };
}

/** Needs the clock to stand still at `at`. */
export async function readBefore(tx: Tx, accountId: string, at: Date): Promise<BeforeAdvance> {
  const { rows: ends } = await tx.query<{ lastChange: string; lastDelivery: string }>(
    `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('conversion_changes', 'sequence')), 0)::text AS "lastChange",
            coalesce(pg_sequence_last_value(pg_get_serial_sequence('deliveries', 'sequence')), 0)::text AS "lastDelivery"`,
  );
  const { rows: waiting } = await tx.query<{ id: string; attempts: number }>(
    `SELECT id, attempts FROM deliveries WHERE account_id = $1 AND status = 'Pending'`,
    [accountId],
  );
  return {
    at,
    lastChange: ends[0]?.lastChange ?? '0',
    lastDelivery: ends[0]?.lastDelivery ?? '0',
    waiting: { ids: waiting.map(({ id }) => id), attempts: waiting.map(({ attempts }) => attempts) },
  };
}

interface FiredRow {
  kind: 'matured' | 'attempt';
  id: string;
  number: number;
  outcome: 'sent' | 'retry' | 'failed' | null;
  responseStatus: number | null;
  at: Date;
  matured: number;
  attempted: number;
}

/** Attempts of what waited at the start count from the one after; of what was planned later, all. */
const FIRED = `
  WITH matured AS (
    SELECT 'matured' AS kind, h.conversion_id AS id, 0 AS number, NULL AS outcome, NULL::int AS "responseStatus", h.changed_at AS at, h.sequence
      FROM conversion_changes h
     WHERE h.account_id = $1 AND h.sequence > $2::bigint AND h.changed_by = 'pending-time'
  ), touched AS (
    SELECT w.id, w.attempts FROM unnest($3::uuid[], $4::int[]) AS w (id, attempts)
    UNION ALL
    SELECT d.id, 0 FROM deliveries d WHERE d.account_id = $1 AND d.created_at >= $6 AND d.sequence > $5::bigint
  ), attempted AS (
    SELECT 'attempt' AS kind, t.delivery_id AS id, t.number, t.outcome, t.response_status AS "responseStatus", t.started_at AS at, d.sequence
      FROM touched w
      JOIN deliveries d ON d.id = w.id
      JOIN attempts t ON t.delivery_id = w.id AND t.number > w.attempts
  )
  SELECT f.*, (SELECT count(*)::int FROM matured) AS matured, (SELECT count(*)::int FROM attempted) AS attempted
    FROM (SELECT * FROM matured UNION ALL SELECT * FROM attempted) f
   ORDER BY f.at, f.kind DESC, f.sequence, f.number LIMIT $7`;

/** What has happened since, in order; at most `most` of it by name. */
export async function readFired(
  tx: Tx,
  accountId: string,
  { at, lastChange, lastDelivery, waiting }: BeforeAdvance,
  most: number,
): Promise<{ matured: number; attempted: number; fired: FiredView[] }> {
  const { rows } = await tx.query<FiredRow>(FIRED, [
    accountId,
    lastChange,
    waiting.ids,
    waiting.attempts,
    lastDelivery,
    at,
    most,
  ]);
  return { matured: rows[0]?.matured ?? 0, attempted: rows[0]?.attempted ?? 0, fired: rows.map(toFired) };
}

function toFired({ kind, id, number, outcome, responseStatus, at }: FiredRow): FiredView {
  if (kind === 'matured') return { kind, conversionId: id, at: at.toISOString() };
  return { kind, deliveryId: id, number, outcome, responseStatus, at: at.toISOString() };
}

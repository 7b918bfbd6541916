import type { FaultKind, OutboundFaults } from '@app/domain';
import type { Tx } from '../database';

/** An attempt that has begun, and whose lease it is. */
export interface BegunAttempt {
  deliveryId: string;
  lease: string;
  attempt: number;
}

/** As one statement, so that nobody ever finds an attempt that is neither begun nor due. */
const PUT_OFF = `
  WITH mine AS MATERIALIZED (
    SELECT d.id, d.account_id, d.target, platform_now(a.frozen_at, a.clock_shift) AS now
      FROM deliveries d JOIN accounts a ON a.id = d.account_id
     WHERE d.id = $1 AND d.lease_token = $2 AND d.attempts = $3 AND d.in_flight AND d.status = 'Pending' AND a.outbound_faults IS NOT NULL
       -- Whoever takes the faults back comes before, and is found to have, or after, and lets this go.
       FOR SHARE OF a
  ), marked AS (
    INSERT INTO injected_faults (delivery_id, attempt, kind, account_id, target, waits, injected_at)
    SELECT id, $3, $4, account_id, target, $6, now FROM mine ON CONFLICT DO NOTHING RETURNING delivery_id
  ), undone AS (
    DELETE FROM attempts t USING marked m WHERE t.delivery_id = m.delivery_id AND t.number = $3 AND t.outcome IS NULL
  )
  UPDATE deliveries d SET attempts = d.attempts - 1, in_flight = false, leased_until = NULL, lease_token = NULL,
         due_at = m.now + make_interval(secs => $5::double precision / 1000)
    FROM mine m WHERE d.id = m.id AND d.lease_token = $2 AND d.attempts = $3 AND EXISTS (SELECT FROM marked)`;

/**
 * Takes a begun attempt back, as if it had never begun, and makes it due so much later. Answers `false`, and changes nothing, where
 * that was done to it before, or, of those that are held back, where another one is.
 */
export async function putOffAttempt(
  tx: Tx,
  { deliveryId, lease, attempt }: BegunAttempt,
  { kind, waitMs, waits }: { kind: FaultKind; waitMs: number; waits: boolean },
): Promise<boolean> {
  const { rowCount } = await tx.query(PUT_OFF, [deliveryId, lease, attempt, kind, waitMs, waits]);
  return rowCount === 1;
}

const END_HOLD = `
  WITH own AS (
    UPDATE injected_faults SET waits = false WHERE delivery_id = $1 AND kind = 'reorder' RETURNING delivery_id
  ), partner AS (
    UPDATE injected_faults f SET waits = false FROM deliveries d
     WHERE d.id = $1 AND f.account_id = d.account_id AND md5(f.target) = md5(d.target) AND f.waits AND f.delivery_id <> d.id
       AND NOT EXISTS (SELECT FROM own)
    RETURNING f.delivery_id
  )
  SELECT EXISTS (SELECT FROM own) AS "wasHeld", (SELECT delivery_id FROM partner) AS partner`;

/** Whether a delivery was held back before; else whom it changes places with, if somebody waits for that. Each is told once. */
export async function endHold(tx: Tx, deliveryId: string): Promise<{ wasHeld: boolean; partner: string | null }> {
  const { rows } = await tx.query<{ wasHeld: boolean; partner: string | null }>(END_HOLD, [deliveryId]);
  return rows[0] ?? { wasHeld: false, partner: null };
}

/** What was held back, or delayed, is due now, unless somebody is at it. */
export async function releaseDelivery(tx: Tx, deliveryId: string): Promise<void> {
  await tx.query(
    `UPDATE deliveries d SET due_at = platform_now(a.frozen_at, a.clock_shift)
       FROM accounts a WHERE d.id = $1 AND a.id = d.account_id AND d.status = 'Pending' AND d.lease_token IS NULL AND NOT d.in_flight`,
    [deliveryId],
  );
}

/** One less of those that are to fail; `false`: none is left. */
export async function claimFailure(tx: Tx, accountId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE accounts SET outbound_faults = jsonb_set(outbound_faults, '{failNext,left}', to_jsonb((outbound_faults #>> '{failNext,left}')::int - 1))
      WHERE id = $1 AND (outbound_faults #>> '{failNext,left}')::int > 0`,
    [accountId],
  );
  return rowCount === 1;
}

/** Writes down what is done to an attempt that goes on. */
export async function markFault(
  tx: Tx,
  { deliveryId, attempt, kind }: { deliveryId: string; attempt: number; kind: FaultKind },
): Promise<void> {
  await tx.query(
    `INSERT INTO injected_faults (delivery_id, attempt, kind, account_id, target, injected_at)
     SELECT d.id, $2, $3, d.account_id, d.target, platform_now(a.frozen_at, a.clock_shift)
       FROM deliveries d JOIN accounts a ON a.id = d.account_id WHERE d.id = $1 ON CONFLICT DO NOTHING`,
    [deliveryId, attempt, kind],
  );
}

/** What an account asked for, and how often it was done. */
export async function readFaults(
  tx: Tx,
  accountId: string,
): Promise<{ faults: OutboundFaults | null; injected: Partial<Record<FaultKind, number>> }> {
  const { rows } = await tx.query<{ faults: OutboundFaults | null; injected: Partial<Record<FaultKind, number>> }>(
    `SELECT a.outbound_faults AS faults, coalesce((SELECT jsonb_object_agg(k.kind, k.many) FROM (
              SELECT kind, count(*) AS many FROM injected_faults WHERE account_id = a.id GROUP BY kind) k), '{}') AS injected
       FROM accounts a WHERE a.id = $1`,
    [accountId],
  );
  return rows[0] ?? { faults: null, injected: {} };
}

/** Sets what is asked for from now on, and has everything go that was put off by what was asked for before. */
export async function setFaults(tx: Tx, accountId: string, faults: OutboundFaults | null): Promise<void> {
  await tx.query('UPDATE accounts SET outbound_faults = $2 WHERE id = $1', [
    accountId,
    faults === null ? null : JSON.stringify(faults),
  ]);
  await tx.query('UPDATE injected_faults SET waits = false WHERE account_id = $1 AND waits', [accountId]);
  await tx.query(
    `UPDATE deliveries d SET due_at = platform_now(a.frozen_at, a.clock_shift)
       FROM accounts a
      WHERE a.id = $1 AND d.account_id = a.id AND d.status = 'Pending' AND d.lease_token IS NULL AND NOT d.in_flight
        AND EXISTS (SELECT FROM injected_faults f WHERE f.delivery_id = d.id AND f.attempt = d.attempts + 1 AND f.kind IN ('reorder', 'delay'))
        AND d.due_at > platform_now(a.frozen_at, a.clock_shift)`,
    [accountId],
  );
}

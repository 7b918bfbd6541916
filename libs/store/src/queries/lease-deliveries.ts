import { prepared, type Tx } from '../database';

/** What one look at the outbox may take. */
export interface LeaseLimits {
  /** Marks everything that this look takes. */
  lease: string;
  /** Rows at most. */
  batch: number;
  /** Rows under lease at most, of all receivers and relays. */
  mostLeased: number;
  /** Rows in flight at most for one receiver that answers. */
  roomPerReceiver: number;
  /** How long a leased row waits for a worker before it is leased again. */
  leaseMs: number;
}

/**
 * Receivers (per account) with something Pending are walked by skipping through the index, so that ten thousand rows
 * of a dead one cost one step; each gets the room it has left. A receiver that could not be reached five times in a
 * row is probed with one. A later callback of a conversion waits for the earlier one. Due is judged by the account's
 * platform time, leases by the database's own, so that a frozen platform never freezes recovery.
 */
const LEASE = prepared(
  'lease-deliveries',
  `WITH RECURSIVE lanes AS (
     (SELECT account_id, receiver FROM deliveries WHERE status = 'Pending' ORDER BY account_id, receiver LIMIT 1)
     UNION ALL
     SELECT next.account_id, next.receiver FROM lanes l CROSS JOIN LATERAL (
       SELECT d.account_id, d.receiver FROM deliveries d
        WHERE d.status = 'Pending' AND (d.account_id, d.receiver) > (l.account_id, l.receiver)
        ORDER BY d.account_id, d.receiver LIMIT 1) next
   ), busy AS (
     SELECT account_id, receiver, count(*) AS taken FROM deliveries
      WHERE status = 'Pending' AND lease_token IS NOT NULL AND leased_until > now() GROUP BY 1, 2
   ), open_lanes AS MATERIALIZED (
     -- Time is read once a lane: as a plain value it bounds the index scan below, so that what is not due costs nothing.
     SELECT l.account_id, l.receiver, platform_now(a.frozen_at, a.clock_shift) AS now,
            greatest(0, CASE WHEN coalesce(h.unreachable_in_a_row, 0) >= 5 THEN 1 ELSE $3::int END - coalesce(b.taken, 0)) AS room
       FROM lanes l
       JOIN accounts a ON a.id = l.account_id
       LEFT JOIN busy b ON b.account_id = l.account_id AND b.receiver = l.receiver
       LEFT JOIN receiver_health h ON h.account_id = l.account_id AND h.receiver = l.receiver
   ), picked AS (
     SELECT next.id FROM open_lanes l
      CROSS JOIN LATERAL (
        SELECT d.id FROM deliveries d
         WHERE d.account_id = l.account_id AND d.receiver = l.receiver AND d.status = 'Pending' AND d.due_at <= l.now
           AND (d.leased_until IS NULL OR d.leased_until <= now())
           AND NOT (d.kind = 'callback' AND EXISTS (
             SELECT 1 FROM deliveries e WHERE e.conversion_id = d.conversion_id AND e.status = 'Pending' AND e.kind = 'callback'
                AND e.sequence < d.sequence))
         ORDER BY d.due_at, d.sequence
         LIMIT l.room
           FOR UPDATE OF d SKIP LOCKED) next
      LIMIT greatest(0, least($2::bigint, $5::bigint - (SELECT coalesce(sum(taken), 0) FROM busy)))
   )
   UPDATE deliveries d SET leased_until = now() + make_interval(secs => $4::double precision / 1000), lease_token = $1, in_flight = false
    WHERE d.id = ANY (ARRAY(SELECT id FROM picked)) RETURNING d.id`,
);

/** Takes due deliveries for one batch. Nobody else gets them until the lease is over. */
export async function leaseDeliveries(
  tx: Tx,
  { lease, batch, mostLeased, roomPerReceiver, leaseMs }: LeaseLimits,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(LEASE([lease, batch, roomPerReceiver, leaseMs, mostLeased]));
  return rows.map(({ id }) => id);
}

/** Gives back what a lease took and no worker has started: the queue could not be reached. */
export async function releaseLease(tx: Tx, lease: string): Promise<void> {
  await tx.query(
    `UPDATE deliveries SET leased_until = NULL, lease_token = NULL WHERE lease_token = $1 AND status = 'Pending' AND NOT in_flight`,
    [lease],
  );
}

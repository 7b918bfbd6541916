import { mostALook, shareRooms, SLOW_AFTER_MS, type DueLane } from '@app/domain';
import { prepared, type Tx } from '../database';

/** What one look at the outbox may take. */
export interface LeaseLimits {
  /** Marks everything that this look takes. */
  lease: string;
  /** Rows at most. */
  batch: number;
  /** How long a leased row waits for a worker before it is leased again. */
  leaseMs: number;
  /** How long a row stays leased from the beginning of an attempt: what is left tells how long it has been in flight. */
  attemptLeaseMs: number;
}

export interface Leased {
  deliveryIds: string[];
  /** Another look at once may find more. */
  mayBeMore: boolean;
}

/**
 * Lanes (first attempts of a receiver of an account, or its retries and resends) with something due are walked by skipping through
 * the index, so that ten thousand rows of a dead one cost one step. What is under lease stands behind what is not. Due is judged by
 * the account's platform time, leases by the database's own, so that a frozen platform never freezes recovery.
 */
const LANES = prepared(
  'due-lanes',
  `WITH RECURSIVE lanes AS (
     (SELECT account_id, receiver, next_trigger <> 'auto' AS again, lease_token IS NOT NULL AS leased, due_at FROM deliveries WHERE status = 'Pending'
       ORDER BY account_id, receiver, (next_trigger <> 'auto'), (lease_token IS NOT NULL), due_at LIMIT 1)
     UNION ALL
     SELECT next.* FROM lanes l CROSS JOIN LATERAL (
       SELECT d.account_id, d.receiver, d.next_trigger <> 'auto' AS again, d.lease_token IS NOT NULL AS leased, d.due_at FROM deliveries d
        WHERE d.status = 'Pending' AND (d.account_id, d.receiver, (d.next_trigger <> 'auto')) > (l.account_id, l.receiver, l.again)
        ORDER BY d.account_id, d.receiver, (d.next_trigger <> 'auto'), (d.lease_token IS NOT NULL), d.due_at LIMIT 1) next
   ), busy AS (
     SELECT account_id, receiver, next_trigger <> 'auto' AS again, (count(*) FILTER (WHERE leased_until > now()))::int AS taken,
            (count(*) FILTER (WHERE leased_until <= now()))::int AS expired,
            (count(*) FILTER (WHERE in_flight AND leased_until < now() + make_interval(secs => $1::double precision / 1000)))::int AS late
       FROM deliveries WHERE status = 'Pending' AND lease_token IS NOT NULL GROUP BY 1, 2, 3
   ), timed AS (
     SELECT l.*, platform_now(a.frozen_at, a.clock_shift) AS now FROM lanes l JOIN accounts a ON a.id = l.account_id
   )
   SELECT l.account_id AS "accountId", l.receiver, l.again, coalesce(b.taken, 0) AS taken, coalesce(b.late, 0) AS late,
          coalesce(b.expired, 0) AS expired, coalesce(h.pace, 'new') AS pace, coalesce(h.unreachable_in_a_row, 0) AS "unreachableInARow",
          NOT l.leased AND l.due_at <= l.now AS "isDue", extract(epoch FROM l.now - l.due_at)::float8 * 1000 AS "waitedMs"
     FROM timed l
     LEFT JOIN busy b ON b.account_id = l.account_id AND b.receiver = l.receiver AND b.again = l.again
     LEFT JOIN receiver_health h ON h.account_id = l.account_id AND h.receiver = l.receiver
    WHERE b.taken > 0 OR b.expired > 0 OR (NOT l.leased AND l.due_at <= l.now)`,
);

/** What no worker began, or ended, in its time is due again. A worker that is late after all finds its lease gone. */
const TAKE_BACK = prepared(
  'take-back-leases',
  `UPDATE deliveries SET leased_until = NULL, lease_token = NULL, in_flight = false
    WHERE id = ANY (ARRAY(SELECT id FROM deliveries WHERE status = 'Pending' AND lease_token IS NOT NULL AND leased_until <= now() FOR UPDATE SKIP LOCKED))`,
);

/** Lanes are served in the order in which they are given, each up to its room. A later callback of a conversion waits for the earlier one. */
const LEASE = prepared(
  'lease-deliveries',
  `WITH open_lanes AS MATERIALIZED (
     -- Time is read once a lane: as a plain value it bounds the index scan below, so that what is not due costs nothing.
     -- So is "not leased": spelled out, it would not be the index's own expression.
     SELECT l.*, platform_now(a.frozen_at, a.clock_shift) AS now, false AS leased
       FROM unnest($4::uuid[], $5::text[], $6::boolean[], $7::int[]) WITH ORDINALITY AS l (account_id, receiver, again, room, place)
       -- Nobody waits for the disk: nothing leaves before its attempt is there, and with it all that was written before.
       CROSS JOIN set_config('synchronous_commit', 'off', true)
       JOIN accounts a ON a.id = l.account_id ORDER BY l.place
   ), picked AS (
     SELECT next.id FROM open_lanes l
      CROSS JOIN LATERAL (
        SELECT d.id FROM deliveries d
         WHERE d.account_id = l.account_id AND d.receiver = l.receiver AND (d.next_trigger <> 'auto') = l.again AND d.status = 'Pending'
           AND (d.lease_token IS NOT NULL) = l.leased AND d.due_at <= l.now
           AND NOT (d.kind = 'callback' AND EXISTS (
             SELECT 1 FROM deliveries e WHERE e.conversion_id = d.conversion_id AND e.status = 'Pending' AND e.kind = 'callback'
                AND e.sequence < d.sequence))
         ORDER BY d.due_at, d.sequence
         LIMIT l.room
           FOR UPDATE OF d SKIP LOCKED) next
      LIMIT $2::bigint
   )
   UPDATE deliveries d SET leased_until = now() + make_interval(secs => $3::double precision / 1000), lease_token = $1, in_flight = false
    WHERE d.id = ANY (ARRAY(SELECT id FROM picked)) RETURNING d.id`,
);

/** Takes due deliveries for one batch, of each receiver what `shareRooms` gives it. Nobody else gets them until the lease is over. */
export async function leaseDeliveries(tx: Tx, { lease, batch, leaseMs, attemptLeaseMs }: LeaseLimits): Promise<Leased> {
  const lanes = await lanesOf(tx, attemptLeaseMs);
  const rooms = shareRooms(lanes, batch);
  const due = lanes.filter(({ isDue }) => isDue).length;
  if (rooms.length === 0) return { deliveryIds: [], mayBeMore: false };
  const { rows } = await tx.query<{ id: string }>(
    LEASE([
      lease,
      batch,
      leaseMs,
      rooms.map(({ lane }) => lane.accountId),
      rooms.map(({ lane }) => lane.receiver),
      rooms.map(({ lane }) => lane.again),
      rooms.map(({ room }) => room),
    ]),
  );
  return { deliveryIds: rows.map(({ id }) => id), mayBeMore: rows.length >= mostALook(due, batch) };
}

interface LaneRow extends DueLane {
  /** Rows whose lease is over. */
  expired: number;
}

async function lanesOf(tx: Tx, attemptLeaseMs: number): Promise<readonly DueLane[]> {
  const read = LANES([attemptLeaseMs - SLOW_AFTER_MS]);
  const { rows } = await tx.query<LaneRow>(read);
  if (rows.every(({ expired }) => expired === 0)) return rows;
  await tx.query(TAKE_BACK([]));
  return (await tx.query<LaneRow>(read)).rows;
}

/** Gives back what a lease took and no worker has started: the queue could not be reached. */
export async function releaseLease(tx: Tx, lease: string): Promise<void> {
  await tx.query(
    `UPDATE deliveries SET leased_until = NULL, lease_token = NULL WHERE lease_token = $1 AND status = 'Pending' AND NOT in_flight`,
    [lease],
  );
}

import type { ClockMode } from '@app/domain';
import type { Tx } from '@app/store';

/** An account's clock at one moment. */
export interface ClockRow {
  now: Date;
  mode: ClockMode;
}

const CLOCK = `platform_now(frozen_at, clock_shift) AS now,
  CASE WHEN frozen_at IS NOT NULL THEN 'frozen' WHEN clock_shift <> '0' THEN 'offset' ELSE 'system' END AS mode`;

export async function readClock(tx: Tx, accountId: string): Promise<ClockRow | null> {
  const { rows } = await tx.query<ClockRow>(`SELECT ${CLOCK} FROM accounts WHERE id = $1`, [accountId]);
  return rows[0] ?? null;
}

/** Stops the clock at an instant, or where it is; `null`: the instant is past. */
export async function freezeClock(tx: Tx, accountId: string, at: Date | null): Promise<ClockRow | null> {
  const { rows } = await tx.query<ClockRow>(
    `UPDATE accounts SET frozen_at = coalesce($2, platform_now(frozen_at, clock_shift))
      WHERE id = $1 AND ($2::timestamptz IS NULL OR $2 >= platform_now(frozen_at, clock_shift)) RETURNING ${CLOCK}`,
    [accountId, at],
  );
  return rows[0] ?? null;
}

/** Back to the machine's time. */
export async function resetClock(tx: Tx, accountId: string): Promise<ClockRow | null> {
  const { rows } = await tx.query<ClockRow>(
    `UPDATE accounts SET frozen_at = NULL, clock_shift = '0' WHERE id = $1 RETURNING ${CLOCK}`,
    [accountId],
  );
  return rows[0] ?? null;
}

/** Where an advance begins. */
export interface AdvanceStart {
  mode: ClockMode;
  /** The present, where the clock stands now. */
  at: Date;
}

/** Stops the clock for an advance, and says how it ran before. */
export async function stopClock(tx: Tx, accountId: string): Promise<AdvanceStart | null> {
  const { rows } = await tx.query<AdvanceStart>(
    `WITH before AS (SELECT id, ${CLOCK} FROM accounts WHERE id = $1 FOR NO KEY UPDATE)
     UPDATE accounts a SET frozen_at = b.now FROM before b WHERE a.id = b.id RETURNING b.mode, a.frozen_at AS at`,
    [accountId],
  );
  return rows[0] ?? null;
}

/** Moves a stopped clock on; `false`: somebody else has set it since. */
export async function stepClock(tx: Tx, accountId: string, { from, to }: { from: Date; to: Date }): Promise<boolean> {
  const { rowCount } = await tx.query('UPDATE accounts SET frozen_at = $3 WHERE id = $1 AND frozen_at = $2', [
    accountId,
    from,
    to,
  ]);
  return rowCount === 1;
}

/**
 * Lets a stopped clock run on from where it stands. The shift is kept in seconds, not days, so that no time zone's
 * summer time bends it. `false`: somebody else has set the clock since.
 */
export async function releaseClock(tx: Tx, accountId: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE accounts SET frozen_at = NULL,
            clock_shift = make_interval(secs => extract(epoch FROM frozen_at - date_trunc('milliseconds', clock_timestamp()))::double precision)
      WHERE id = $1 AND frozen_at = $2`,
    [accountId, at],
  );
  return rowCount === 1;
}

/** What an account's outbox looks like from a stopped clock. */
export interface Outlook {
  /** Still the instant at which the clock was stopped. */
  unmoved: boolean;
  /** Due by now and not carried out: deliveries (those behind an earlier callback of their conversion apart), conversions, scheduled changes and expiries. */
  due: number;
  maturing: boolean;
  changing: boolean;
  /** Attempts under way, whose worker is alive as far as anybody knows. */
  inFlight: number;
  /** Changes whenever an attempt begins or ends. */
  made: string;
  /** The next instant up to the limit at which something falls due. */
  next: Date | null;
}

const OUTLOOK = `
  WITH waiting AS MATERIALIZED (
    SELECT d.due_at, d.attempts, d.in_flight, d.in_flight AND d.leased_until > now() AS alive, d.kind = 'callback' AND EXISTS (
             SELECT 1 FROM deliveries e WHERE e.conversion_id = d.conversion_id AND e.status = 'Pending' AND e.kind = 'callback'
                AND e.sequence < d.sequence) AS behind
      FROM deliveries d WHERE d.account_id = $1 AND d.status = 'Pending')
  SELECT coalesce((SELECT frozen_at = $2 FROM accounts WHERE id = $1), false) AS unmoved,
         (SELECT count(*)::int FROM waiting WHERE in_flight OR (due_at <= $2 AND NOT behind)) AS due,
         EXISTS (SELECT 1 FROM conversions c WHERE c.account_id = $1 AND c.matures_at <= $2) AS maturing,
         EXISTS (SELECT 1 FROM scheduled_changes s WHERE s.account_id = $1 AND s.applied_at IS NULL AND s.due_at <= $2)
           OR EXISTS (SELECT 1 FROM offers o WHERE o.account_id = $1 AND o.status <> 'Expired' AND o.deleted_at IS NULL AND o.expiry_date <= $2) AS changing,
         (SELECT count(*)::int FROM waiting WHERE alive) AS "inFlight",
         (SELECT concat_ws(':', count(*), sum(attempts), count(*) FILTER (WHERE in_flight)) FROM waiting) AS made,
         least((SELECT min(due_at) FROM waiting WHERE due_at > $2 AND due_at <= $3 AND NOT behind),
               (SELECT min(c.matures_at) FROM conversions c WHERE c.account_id = $1 AND c.matures_at > $2 AND c.matures_at <= $3),
               (SELECT min(s.due_at) FROM scheduled_changes s WHERE s.account_id = $1 AND s.applied_at IS NULL AND s.due_at > $2 AND s.due_at <= $3),
               (SELECT min(o.expiry_date) FROM offers o WHERE o.account_id = $1 AND o.status <> 'Expired' AND o.deleted_at IS NULL
                   AND o.expiry_date > $2 AND o.expiry_date <= $3)) AS next`;

export async function readOutlook(
  tx: Tx,
  accountId: string,
  { present, limit }: { present: Date; limit: Date },
): Promise<Outlook> {
  const { rows } = await tx.query<Outlook>(OUTLOOK, [accountId, present, limit]);
  const [outlook] = rows;
  if (outlook === undefined) throw new Error('An aggregate answered no row.');
  return outlook;
}

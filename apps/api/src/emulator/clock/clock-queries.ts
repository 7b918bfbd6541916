import type { ClockMode } from '@app/domain';
import { newId } from '@app/runtime';
import { prepared, type Tx } from '@app/store';
import { DUE_CHANNEL, EVENTS_CHANNEL } from '@app/tracking';

/** An account's clock at one moment. */
export interface ClockRow {
  now: Date;
  mode: ClockMode;
  /** `null`: as fast as real time. */
  scale: number | null;
}

const CLOCK = `platform_now(frozen_at, clock_shift) AS now, nullif(platform_scale(), 1) AS scale,
  CASE WHEN frozen_at IS NOT NULL THEN 'frozen' WHEN clock_shift <> '0' THEN 'offset' WHEN platform_scale() <> 1 THEN 'scaled' ELSE 'system' END AS mode`;

/** Tells the event stream of a clock that `moved`, and relays at once: they look without a rest. `$1` is the account, `$2` the event's id. */
const told = (cause: 'freeze' | 'advance' | 'reset'): string => `told AS (
    INSERT INTO platform_events (id, account_id, kind, at, data)
    SELECT $2, $1, 'clock', now, jsonb_build_object('mode', mode, 'cause', '${cause}') FROM moved
    RETURNING pg_notify('${EVENTS_CHANNEL}', account_id::text), pg_notify('${DUE_CHANNEL}', 'now'))
  SELECT m.now, m.mode, m.scale FROM moved m, told`;

export async function readClock(tx: Tx, accountId: string): Promise<ClockRow | null> {
  const { rows } = await tx.query<ClockRow>(`SELECT ${CLOCK} FROM accounts WHERE id = $1`, [accountId]);
  return rows[0] ?? null;
}

/** Stops the clock at an instant, or where it is; `null`: the instant is past. */
export async function freezeClock(tx: Tx, accountId: string, at: Date | null): Promise<ClockRow | null> {
  const { rows } = await tx.query<ClockRow>(
    `WITH moved AS (
       UPDATE accounts SET frozen_at = coalesce($3, platform_now(frozen_at, clock_shift))
        WHERE id = $1 AND ($3::timestamptz IS NULL OR $3 >= platform_now(frozen_at, clock_shift)) RETURNING ${CLOCK}
     ), ${told('freeze')}`,
    [accountId, newId(), at],
  );
  return rows[0] ?? null;
}

/** Back to the machine's time. */
export async function resetClock(tx: Tx, accountId: string): Promise<ClockRow | null> {
  const { rows } = await tx.query<ClockRow>(
    `WITH moved AS (
       UPDATE accounts SET frozen_at = NULL, clock_shift = '0' WHERE id = $1 RETURNING ${CLOCK}
     ), ${told('reset')}`,
    [accountId, newId()],
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
     UPDATE accounts a SET frozen_at = b.now FROM before b WHERE a.id = b.id
     RETURNING b.mode, a.frozen_at AS at, pg_notify('${DUE_CHANNEL}', 'now')`,
    [accountId],
  );
  return rows[0] ?? null;
}

const STEP = prepared(
  'step-clock',
  `WITH moved AS (
     UPDATE accounts SET frozen_at = $4
       -- Nobody waits for the disk: what is done at the new instant takes the step along when it is written.
       FROM set_config('synchronous_commit', 'off', true)
      WHERE id = $1 AND frozen_at = $3 RETURNING ${CLOCK}
   ), ${told('advance')}`,
);

/** Moves a stopped clock on; `false`: somebody else has set it since. */
export async function stepClock(tx: Tx, accountId: string, { from, to }: { from: Date; to: Date }): Promise<boolean> {
  const { rowCount } = await tx.query(STEP([accountId, newId(), from, to]));
  return rowCount === 1;
}

/**
 * Lets a stopped clock run on from where it stands. The shift is kept in seconds, not days, so that no time zone's
 * summer time bends it. `false`: somebody else has set the clock since.
 */
export async function releaseClock(tx: Tx, accountId: string, at: Date): Promise<boolean> {
  const { rows } = await tx.query(
    `WITH moved AS (
       UPDATE accounts SET frozen_at = NULL,
              clock_shift = make_interval(secs => extract(epoch FROM frozen_at - platform_now(NULL, '0'))::double precision)
        WHERE id = $1 AND frozen_at = $3 RETURNING ${CLOCK}
     ), ${told('advance')}`,
    [accountId, newId(), at],
  );
  return rows.length === 1;
}

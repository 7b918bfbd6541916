import type { PoolClient } from 'pg';
import type { Database } from '../database';
import type { DailyTable } from '../days';

/** Longest wait for a lock. Who reads or writes never waits for the locks that are taken here. */
const LOCK_TIMEOUT = '3s';
/** Locks of `pg_advisory_lock`, one for each table. */
const LOCK_KEY = 'hashtextextended($1, 20261125)';

const KEEP_AHEAD = `
  SELECT keep_day($1, day) FROM (SELECT (now() AT TIME ZONE 'UTC')::date + ahead AS day FROM generate_series(0, $2::integer) AS ahead) days
   -- The first part has the days before its end already.
   WHERE day >= coalesce(end_of_part(to_regclass($1 || '_before')), '-infinity')`;

/** Makes the parts of a table for today, UTC, and so many days ahead that are not there. */
export async function keepDaysAhead(database: Database, table: DailyTable, days: number): Promise<void> {
  await database.query(KEEP_AHEAD, [table, days]);
}

const FIND_EXPIRED = `
  SELECT c.relname AS name, i.inhdetachpending AS "isLeaving"
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    CROSS JOIN LATERAL (SELECT end_of_part(c.oid) AS ended, substring(obj_description(c.oid, 'pg_class') FROM '^made (.{10})$')::date + 1 AS made) d
   WHERE i.inhparent = $1::regclass
     AND (i.inhdetachpending OR greatest(d.ended, d.made) + make_interval(secs => $2::double precision / 1000) <= now() AT TIME ZONE 'UTC')
   ORDER BY d.ended`;

const FIND_DETACHED = `
  SELECT relname AS name FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relispartition AND obj_description(oid, 'pg_class') = 'expired from ' || $1`;

/** What reports go on counting. By the days of the platform, which are not those of the parts where an account's clock was moved. */
const REMEMBER: Readonly<Partial<Record<DailyTable, string>>> = {
  clicks: 'SELECT account_id, utc_day(created_at), offer_id, partner_id, count(*), 0',
  views: 'SELECT account_id, utc_day(created_at), offer_id, NULL::uuid, 0, count(*)',
};

/**
 * Lets those parts of a table go that ended longer ago than `keepMs`, and whatever an earlier call did not come to an end with. Nobody
 * waits for it: a part is detached while others read and write, then dropped by itself. Answers what went; nothing when another
 * process is at it. Throws when a lock was not to be had in time; the next call goes on from there.
 */
export async function expireDays(database: Database, table: DailyTable, keepMs: number): Promise<string[]> {
  const client = await database.pool.connect();
  let isUsable = false;
  try {
    const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${LOCK_KEY}) AS mine`, [table]);
    const gone = rows[0]?.mine === true ? await expireAlone(client, table, keepMs) : [];
    await client.query(`SELECT pg_advisory_unlock(${LOCK_KEY})`, [table]);
    await client.query('RESET lock_timeout');
    isUsable = true;
    return gone;
  } finally {
    // The lock and the setting end with the connection.
    client.release(!isUsable);
  }
}

async function expireAlone(client: PoolClient, table: DailyTable, keepMs: number): Promise<string[]> {
  await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
  const expired = await client.query<{ name: string; isLeaving: boolean }>(FIND_EXPIRED, [table, keepMs]);
  for (const { name, isLeaving } of expired.rows) {
    // Told before it is detached: whatever ends this process, somebody finds it again.
    if (!isLeaving) await client.query(`COMMENT ON TABLE ${name} IS 'expired from ${table}'`);
    await client.query(`ALTER TABLE ${table} DETACH PARTITION ${name} ${isLeaving ? 'FINALIZE' : 'CONCURRENTLY'}`);
  }
  const detached = await client.query<{ name: string }>(FIND_DETACHED, [table]);
  for (const { name } of detached.rows) await drop(client, table, name);
  return detached.rows.map(({ name }) => name);
}

async function drop(client: PoolClient, table: DailyTable, part: string): Promise<void> {
  const remember = REMEMBER[table];
  await client.query('BEGIN');
  if (remember !== undefined) {
    await client.query(
      `INSERT INTO expired_clicks (account_id, day, offer_id, partner_id, clicks, views) ${remember} FROM ${part} GROUP BY 1, 2, 3, 4`,
    );
  }
  await client.query(`DROP TABLE ${part}`);
  await client.query('COMMIT');
}

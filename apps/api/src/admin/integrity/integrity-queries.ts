import type { Tx } from '@app/store';
import type { Check, Stretch } from './integrity-checks';

/** From `$2` to `$3` of the account `$1`. */
export type Bounds = readonly [accountId: string | null, from: Date, to: Date];

export interface Counted {
  planned: number;
  sent: number;
  failed: number;
  waiting: number;
  skipped: number;
  attempts: number;
  rescued: number;
  duplicatesFlagged: number;
}

/**
 * Everything that follows sees one moment, and gives up after `mostMs`. Rows are looked up one by one in indexes, so that the cost goes by
 * the stretch: read as a whole, as the planner would from some size on, tables cost what is in the database. First in a transaction.
 */
export async function beginLook(tx: Tx, mostMs: number): Promise<void> {
  await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  await tx.query(`SET LOCAL statement_timeout = ${String(mostMs)}`);
  const off = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit'];
  for (const way of off) await tx.query(`SET LOCAL ${way} = off`);
}

/** The platform's time; of no account: the database's. */
export async function readNow(tx: Tx, accountId: string | null): Promise<Date> {
  const { rows } = await tx.query<{ now: Date }>(
    `SELECT coalesce((SELECT platform_now(frozen_at, clock_shift) FROM accounts WHERE id = $1::uuid), now())::timestamptz(3) AS now`,
    [accountId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The database did not tell the time.');
  return row.now;
}

/**
 * A day before `to`, or later where an account has more than so many deliveries since then: whoever does not say how much to look at is
 * answered soon, however much there is.
 */
export async function readStart(
  tx: Tx,
  accountId: string | null,
  { to, most }: { to: Date; most: number },
): Promise<Date> {
  const { rows } = await tx.query<{ from: Date }>(
    `SELECT greatest($2::timestamptz - interval '24 hours', max(last.created_at))::timestamptz(3) AS from
       FROM accounts a LEFT JOIN LATERAL (
         SELECT d.created_at FROM deliveries d WHERE d.account_id = a.id AND d.created_at <= $2 ORDER BY d.created_at DESC OFFSET $3 LIMIT 1) last ON true
      WHERE $1::uuid IS NULL OR a.id = $1`,
    [accountId, to, most],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The beginning of a stretch answered no row.');
  return row.from;
}

/** `planned` counts what is there to be sent, the other figures what became of it. */
export async function countStretch(tx: Tx, { deliveries }: Stretch, bounds: Bounds): Promise<Counted> {
  const { rows } = await tx.query<Counted>(
    `WITH mine AS MATERIALIZED (SELECT d.id, d.status FROM ${deliveries})
     SELECT (SELECT count(*) FROM mine m JOIN delivery_payloads p ON p.delivery_id = m.id)::float8 AS planned,
            s.sent, s.failed, s.waiting, s.skipped, t.attempts, t.rescued, t."duplicatesFlagged"
       FROM (SELECT count(*) FILTER (WHERE status = 'Sent')::float8 AS sent, count(*) FILTER (WHERE status = 'Failed')::float8 AS failed,
                    count(*) FILTER (WHERE status = 'Pending')::float8 AS waiting, count(*) FILTER (WHERE status = 'Skipped')::float8 AS skipped
               FROM mine) s,
            (SELECT count(*)::float8 AS attempts, count(*) FILTER (WHERE t.error_code = 'WORKER_LOST')::float8 AS rescued,
                    count(DISTINCT t.delivery_id) FILTER (WHERE t.possible_duplicate)::float8 AS "duplicatesFlagged"
               FROM mine m JOIN attempts t ON t.delivery_id = m.id) t`,
    [...bounds],
  );
  const [counted] = rows;
  if (counted === undefined) throw new Error('Counting deliveries answered no row.');
  return counted;
}

/** Whatever is due, whenever it was planned; by the clock of its account. */
export async function readOldestDueMs(tx: Tx, accountId: string | null): Promise<number> {
  const { rows } = await tx.query<{ age: number | null }>(
    `SELECT extract(epoch FROM max(platform_now(a.frozen_at, a.clock_shift) - d.due_at))::float8 * 1000 AS age
       FROM accounts a JOIN deliveries d ON d.account_id = a.id AND d.status = 'Pending'
      WHERE $1::uuid IS NULL OR a.id = $1`,
    [accountId],
  );
  return Math.max(0, Math.round(rows[0]?.age ?? 0));
}

const MOST_EXAMPLES = 5;

export async function runCheck(tx: Tx, { sql }: Check, bounds: Bounds): Promise<{ found: number; examples: string[] }> {
  // Each check reads other parameters: the types of all are told here.
  const { rows } = await tx.query<{ found: number; examples: string[] | null }>(
    `WITH bounds AS (SELECT $1::uuid, $2::timestamptz, $3::timestamptz)
     SELECT count(*)::float8 AS found, (array_agg(bad.id::text))[1:${String(MOST_EXAMPLES)}] AS examples FROM (${sql}) bad`,
    [...bounds],
  );
  return { found: rows[0]?.found ?? 0, examples: rows[0]?.examples ?? [] };
}

import { DatabaseError } from 'pg';
import { prepared, type Database } from '../database';

/** Fewer rows are read in no time, whatever the plan. */
const FEWEST = 500;
/** With so many that it knows of, the planner sees that a table is nothing to read whole. From there on autovacuum is soon enough. */
const ENOUGH = 1_000;
/** A table that has grown so many times over since it was last looked at is another table. */
const GROWN = 5;
const NO_SUCH_TABLE = '42P01';

const FIND_YOUNG = prepared(
  'find-young-tables',
  `SELECT oid::regclass::text AS "table" FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples < $3
      AND pg_stat_get_live_tuples(oid) >= greatest($1::float8, $2::float8 * reltuples)`,
);

/**
 * Has PostgreSQL look anew at young tables that outgrew what it knows of them, and answers which. A new ledger is empty, and so is every
 * new day: plans that were made then read whole tables, and are kept until somebody looks. Autovacuum does within a minute, in which
 * a hundred thousand rows may come.
 */
export async function refreshStatistics(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ table: string }>(FIND_YOUNG([FEWEST, GROWN, ENOUGH]));
  for (const { table } of rows) await analyze(database, table);
  return rows.map(({ table }) => table);
}

/** Leaves a table to whoever is at it already. */
async function analyze(database: Database, table: string): Promise<void> {
  try {
    await database.query(`ANALYZE (SKIP_LOCKED) ${table}`);
  } catch (error) {
    // A day that went meanwhile.
    if (!(error instanceof DatabaseError) || error.code !== NO_SUCH_TABLE) throw error;
  }
}

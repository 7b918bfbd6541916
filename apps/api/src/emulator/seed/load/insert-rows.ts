import type { Tx } from '@app/store';
import { SEED_TABLES, type Row, type SeedRows, type SeedTable } from './seed-rows';

/** Writes what a seed makes: one statement a table, however many rows. Clicks are counted as whoever writes them does. ADR 0014. */
export async function insertSeed(tx: Tx, accountId: string, rows: SeedRows): Promise<void> {
  for (const table of SEED_TABLES) await insertRows(tx, table, rows[table]);
  await tx.query(COUNT_CLICKS, [accountId]);
}

const COUNT_CLICKS = `
  INSERT INTO click_deltas (account_id, day, offer_id, partner_id, clicks, views)
  SELECT account_id, utc_day(created_at), offer_id, partner_id, count(*), 0 FROM clicks WHERE account_id = $1 GROUP BY 1, 2, 3, 4`;

async function insertRows(tx: Tx, table: SeedTable, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).join(', ');
  await tx.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

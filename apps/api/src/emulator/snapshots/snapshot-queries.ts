import type { Tx } from '@app/store';
import { ACCOUNT_TABLES } from './snapshot-tables';

/** A snapshot as it is shown. */
export interface SnapshotRow {
  name: string;
  at: Date;
  rows: string;
}

const TABLES = ACCOUNT_TABLES.map(({ table }) => table);
const CONDITIONS = ACCOUNT_TABLES.map(({ where }) => where);

/** Keeps everything that the account has now under this name; what was kept under it before is gone. */
export async function takeSnapshot(
  tx: Tx,
  { id, accountId, name }: { id: string; accountId: string; name: string },
): Promise<SnapshotRow> {
  await deleteSnapshot(tx, accountId, name);
  await tx.query(
    `INSERT INTO snapshots (id, account_id, name, at, rows)
     SELECT $1, id, $3, platform_now(frozen_at, clock_shift), 0 FROM accounts WHERE id = $2`,
    [id, accountId, name],
  );
  const { rows } = await tx.query<SnapshotRow>(
    'UPDATE snapshots SET rows = take_snapshot($2, $1, $3::text[], $4::text[]) WHERE id = $1 RETURNING name, at, rows',
    [id, accountId, TABLES, CONDITIONS],
  );
  const [taken] = rows;
  if (taken === undefined) throw new Error('A snapshot that was begun is gone.');
  return taken;
}

/** Puts everything back as it was kept; `null`: there is no such snapshot. */
export async function restoreSnapshot(tx: Tx, accountId: string, name: string): Promise<SnapshotRow | null> {
  const { rows } = await tx.query<SnapshotRow & { id: string }>(
    'SELECT id, name, at, rows FROM snapshots WHERE account_id = $1 AND name = $2',
    [accountId, name],
  );
  const [found] = rows;
  if (found === undefined) return null;
  await tx.query('SELECT restore_snapshot($1, $2, $3::text[], $4::text[])', [accountId, found.id, TABLES, CONDITIONS]);
  return found;
}

export async function deleteSnapshot(tx: Tx, accountId: string, name: string): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM snapshots WHERE account_id = $1 AND name = $2', [accountId, name]);
  return rowCount === 1;
}

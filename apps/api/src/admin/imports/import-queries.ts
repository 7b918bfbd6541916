import type { ImportKind, ImportRowResult } from '@app/domain';
import type { Tx } from '@app/store';

export interface NewImport {
  id: string;
  accountId: string;
  kind: ImportKind;
  fileName: string | null;
  rows: number;
}

/** Begins an import at the account's platform time. */
export async function insertImport(tx: Tx, { id, accountId, kind, fileName, rows }: NewImport): Promise<void> {
  await tx.query(
    `INSERT INTO imports (id, account_id, kind, file_name, status, rows, heard_at, created_at)
       SELECT $1, a.id, $3, $4, 'Running', $5, clock_timestamp(), platform_now(a.frozen_at, a.clock_shift)
         FROM accounts a WHERE a.id = $2`,
    [id, accountId, kind, fileName, rows],
  );
}

/** Keeps results and counts them, at once. `false`: the import was removed meanwhile. */
export async function keepResults(tx: Tx, importId: string, results: readonly ImportRowResult[]): Promise<boolean> {
  const records = results.map(({ conversionIds, ...result }) => ({ ...result, conversion_ids: conversionIds }));
  const { rowCount } = await tx.query(
    `WITH given AS MATERIALIZED (
       SELECT g.* FROM json_to_recordset($2::json) AS g (number integer, result text, reason text, conversion_ids uuid[])
     ), counted AS (
       UPDATE imports SET heard_at = clock_timestamp(),
              succeeded = succeeded + (SELECT count(*) FROM given WHERE result = 'succeeded'),
              unchanged = unchanged + (SELECT count(*) FROM given WHERE result = 'unchanged'),
              failed = failed + (SELECT count(*) FROM given WHERE result = 'failed')
        WHERE id = $1 RETURNING id
     ), kept AS (
       INSERT INTO import_rows (import_id, number, result, reason, conversion_ids)
         SELECT c.id, g.number, g.result, g.reason, g.conversion_ids FROM given g, counted c
     )
     SELECT id FROM counted`,
    [importId, JSON.stringify(records)],
  );
  return (rowCount ?? 0) > 0;
}

/** Says that the process which runs the import is still there. */
export async function touchImport(tx: Tx, importId: string): Promise<void> {
  await tx.query('UPDATE imports SET heard_at = clock_timestamp() WHERE id = $1', [importId]);
}

export async function finishImport(tx: Tx, importId: string, status: 'Done' | 'Interrupted'): Promise<void> {
  await tx.query(
    `UPDATE imports i SET status = $2, finished_at = platform_now(a.frozen_at, a.clock_shift)
       FROM accounts a WHERE a.id = i.account_id AND i.id = $1`,
    [importId, status],
  );
}

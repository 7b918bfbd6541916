import type { ImportKind } from '@app/domain';
import { Where, type LedgerList } from '../../http/lists/ledger-list';
import type {
  ImportCounts,
  ImportRowsQuery,
  ImportRowView,
  ImportsQuery,
  ImportStatus,
  ImportView,
} from './import.dto';

/** A running import says so every few seconds: one that has not for so long has lost its process. */
const STATUS = `CASE WHEN i.status = 'Running' AND i.heard_at < clock_timestamp() - interval '30 seconds' THEN 'Interrupted' ELSE i.status END`;

interface ImportRecord extends ImportCounts {
  id: string;
  kind: ImportKind;
  status: ImportStatus;
  fileName: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** Imported files. */
export const IMPORT_LIST: LedgerList<ImportRecord & Record<string, unknown>, ImportView> = {
  name: 'imports',
  select: `i.id, i.kind, ${STATUS} AS status, i.file_name AS "fileName", i.rows, i.succeeded, i.unchanged, i.failed,
    i.created_at AS "createdAt", i.finished_at AS "finishedAt"`,
  from: 'imports i',
  id: 'i.id',
  orders: { createdAt: { column: 'i.created_at', type: 'timestamptz' } },
  columns: [
    ...['id', 'kind', 'status', 'fileName', 'rows', 'succeeded', 'unchanged', 'failed', 'createdAt', 'finishedAt'],
  ],
  toItem: ({ id, kind, status, fileName, rows, succeeded, unchanged, failed, createdAt, finishedAt }) => ({
    ...{ id, kind, status, fileName, rows, succeeded, unchanged, failed },
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }),
};

export function importsWhere(accountId: string, query: ImportsQuery): Where {
  return new Where('i.account_id', accountId).and('i.kind = ?', query.kind).and(`(${STATUS}) = ?`, query.status);
}

/** The rows of an import, in the order of the file. */
export const IMPORT_ROW_LIST: LedgerList<ImportRowView & Record<string, unknown>, ImportRowView> = {
  name: 'import-rows',
  select: 'r.number AS row, r.result, r.reason, r.conversion_ids AS "conversionIds"',
  from: 'import_rows r JOIN imports i ON i.id = r.import_id',
  id: 'r.number',
  orders: { row: { column: 'r.number', type: 'integer' } },
  columns: ['row', 'result', 'reason', 'conversionIds'],
  ascending: true,
  toItem: ({ row, result, reason, conversionIds }) => ({ row, result, reason, conversionIds }),
};

export function importRowsWhere(accountId: string, importId: string, query: Pick<ImportRowsQuery, 'result'>): Where {
  return new Where('i.account_id', accountId).and('r.import_id = ?', importId).and('r.result = ANY(?)', query.result);
}

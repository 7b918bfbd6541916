import { isShortEnough, type RecordOrder } from '@app/domain';
import {
  findRecordIds,
  findRecordOf,
  findRecordRows,
  type Database,
  type RecordFilters,
  type RecordRow,
} from '@app/store';

export type { RecordRow } from '@app/store';

/** What is asked of a list of records. Without both ends of the window it is empty. */
export interface RecordListing extends Omit<RecordFilters, 'completedFrom' | 'completedTo'> {
  completedFrom: Date | null;
  completedTo: Date | null;
  order: { by: RecordOrder; ascending: boolean };
  page: number;
  pageSize: number;
}

/** A conversion as the management API shows it: its rows, oldest first; several for the steps of a MultiEvent offer. */
export type RecordRows = [RecordRow, ...RecordRow[]];

export type RecordPage = { kind: 'page'; totalCount: number; records: RecordRows[] } | { kind: 'span-too-long' };

/** Reads conversions, the steps of one click on a MultiEvent offer together. G§7.5, G§7.6. */
export class ReadConversionRecords {
  constructor(private readonly database: Database) {}

  async list(accountId: string, listing: RecordListing): Promise<RecordPage> {
    const { completedFrom, completedTo, order, page, pageSize } = listing;
    if (completedFrom === null || completedTo === null) return { kind: 'page', totalCount: 0, records: [] };
    if (!isShortEnough(completedFrom, completedTo)) return { kind: 'span-too-long' };
    const { totalCount, ids } = await findRecordIds(
      this.database,
      accountId,
      { ...listing, completedFrom, completedTo },
      { orderBy: order.by, ascending: order.ascending, limit: pageSize, offset: page * pageSize },
    );
    const rows = ids.length === 0 ? [] : await findRecordRows(this.database, accountId, ids);
    return { kind: 'page', totalCount, records: byRecord(rows) };
  }

  /** By the id of the record or of any conversion in it (G10.21); `null`: the account has none such. */
  async get(accountId: string, conversionId: string): Promise<RecordRows | null> {
    const id = await findRecordOf(this.database, accountId, conversionId);
    if (id === null) return null;
    return byRecord(await findRecordRows(this.database, accountId, [id]))[0] ?? null;
  }
}

/** Rows of one record stand together. */
function byRecord(rows: readonly RecordRow[]): RecordRows[] {
  const records: RecordRows[] = [];
  for (const row of rows) {
    const last = records.at(-1);
    if (last?.[0].recordId === row.recordId) last.push(row);
    else records.push([row]);
  }
  return records;
}

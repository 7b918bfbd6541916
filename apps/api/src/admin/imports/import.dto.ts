import { IMPORT_KINDS, ROW_RESULTS, type ImportKind, type ImportRowResult } from '@app/domain';
import { IsIn, IsOptional } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { IsAnyOf } from '../../http/lists/query-fields';

export const IMPORT_STATUSES = ['Running', 'Done', 'Interrupted'] as const;

/** `Interrupted`: the process that ran it ended; what was done stays, and the same file again finishes it. */
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export class ImportQuery {
  /** What the file does: record conversions, or set statuses. */
  @IsIn(IMPORT_KINDS, { message: `kind must be one of ${IMPORT_KINDS.join(', ')}` }) kind: ImportKind;

  /** `csv`, `xlsx`: the results of the rows as a file. */
  @IsOptional() @IsIn(['json', 'csv', 'xlsx']) format?: 'json' | 'csv' | 'xlsx';
}

export class ImportsQuery extends ListQuery {
  @IsOptional() @IsIn(IMPORT_KINDS) kind?: ImportKind;

  @IsOptional() @IsIn(IMPORT_STATUSES) status?: ImportStatus;
}

export class ImportRowsQuery extends ListQuery {
  /** One result, or several separated by commas. */
  @IsOptional() @IsAnyOf(ROW_RESULTS) result?: ImportRowResult['result'][];
}

export interface ImportCounts {
  /** Rows of the file without its header and blank ones. */
  rows: number;
  /** Those that did something. */
  succeeded: number;
  /** Those that were so already. */
  unchanged: number;
  /** Those that were refused, each with its reason. */
  failed: number;
}

export interface ImportView extends ImportCounts {
  id: string;
  kind: ImportKind;
  status: ImportStatus;
  fileName: string | null;
  createdAt: string;
  finishedAt: string | null;
}

/** What became of a row. */
export interface ImportRowView {
  /** Place in the file; the header is 1. */
  row: number;
  result: ImportRowResult['result'];
  /** Why it failed; of one that succeeded, why its conversion is Rejected. */
  reason: string | null;
  conversionIds: string[];
}

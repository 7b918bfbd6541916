import { Injectable } from '@nestjs/common';
import {
  failedRow,
  readStatusRow,
  readUploadRow,
  type ColumnPositions,
  type ImportKind,
  type ImportRowResult,
  type Numbered,
  type RowReading,
} from '@app/domain';
import { UpdateStatuses, UploadConversions } from '@app/tracking';
import type { SheetRow } from '../../sheets/sheet';

/** How the rows of a file are read and carried out. */
export interface RowPlan {
  accountId: string;
  kind: ImportKind;
  columns: ColumnPositions;
}

/** Carries out rows of a file; one that is wrong spoils no other. K§6. */
@Injectable()
export class ImportRows {
  constructor(
    private readonly uploads: UploadConversions,
    private readonly statuses: UpdateStatuses,
  ) {}

  apply({ accountId, kind, columns }: RowPlan, rows: readonly SheetRow[]): Promise<ImportRowResult[]> {
    switch (kind) {
      case 'upload':
        return applyValid(
          rows,
          (cells) => readUploadRow(cells, columns),
          (valid) => this.uploads.upload(accountId, valid),
        );
      case 'status-update':
        return applyValid(
          rows,
          (cells) => readStatusRow(cells, columns),
          (valid) => this.statuses.update(accountId, valid),
        );
    }
  }
}

async function applyValid<Row>(
  rows: readonly SheetRow[],
  read: (cells: readonly string[]) => RowReading<Row>,
  apply: (valid: readonly Numbered<Row>[]) => Promise<ImportRowResult[]>,
): Promise<ImportRowResult[]> {
  const results: ImportRowResult[] = [];
  const valid: Numbered<Row>[] = [];
  for (const { number, cells } of rows) {
    const reading = read(cells);
    if (reading.kind === 'valid') valid.push({ number, row: reading.row });
    else results.push(failedRow(number, reading.reason));
  }
  return valid.length === 0 ? results : [...results, ...(await apply(valid))];
}

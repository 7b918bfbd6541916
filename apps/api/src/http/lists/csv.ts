import { StreamableFile } from '@nestjs/common';
import { IsIn, IsOptional } from 'class-validator';
import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import { setImmediate as immediate } from 'node:timers/promises';
import { PageQuery } from './page';

/** Rows that are written at once. */
const SLICE = 100;

/** Control characters but tab and line breaks, which CSV can quote. */
const CONTROLS = /(?![\t\n\r])\p{Cc}/gu;

/** What every list takes that can also be had as a file. K§6. */
export class ListQuery extends PageQuery {
  /** `csv`, `xlsx`: all rows that the filter matches, whatever the page. */
  @IsOptional() @IsIn(['json', 'csv', 'xlsx']) format?: 'json' | 'csv' | 'xlsx';
}

/** A list as a CSV file: written while it is read, so that its length costs no memory. */
export class CsvFile extends StreamableFile {
  /** `columns` are fields of the items; values that are no plain text are written as JSON. */
  constructor(name: string, columns: readonly string[], batches: AsyncIterable<readonly object[]>) {
    super(Readable.from(csvOf(columns, batches)), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${name}.csv"`,
    });
  }
}

async function* csvOf(columns: readonly string[], batches: AsyncIterable<readonly object[]>): AsyncGenerator<string> {
  yield csvLines([columns]);
  for await (const batch of batches) {
    for (let from = 0; from < batch.length; from += SLICE) {
      yield csvLines(batch.slice(from, from + SLICE).map((item) => cellsOf(item, columns)));
      // A long export is a guest of this process: clicks go first.
      await immediate();
    }
  }
}

/**
 * Lines of CSV. A cell that a spreadsheet would take for a formula gets an apostrophe in front, a control character
 * becomes U+FFFD. K§9.
 */
export function csvLines(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replace(CONTROLS, '\uFFFD')));
  return stringify(cells, { escape_formulas: true, quoted_match: /\r/ });
}

function cellsOf(item: object, columns: readonly string[]): string[] {
  const values = new Map<string, unknown>(Object.entries(item));
  return columns.map((column) => cellText(values.get(column)));
}

/** A value of an item as the text of a cell. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}

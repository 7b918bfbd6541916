import { StreamableFile } from '@nestjs/common';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { Readable } from 'node:stream';
import { setImmediate as immediate } from 'node:timers/promises';
import { cellText } from './csv';
import {
  cellXml,
  contentTypes,
  PACKAGE_RELATIONS,
  SHEET_END,
  SHEET_START,
  workbook,
  workbookRelations,
} from './xlsx-parts';

/** Rows that are written at once. */
const SLICE = 100;

/** What a sheet can hold: its rows by the format, its bytes by the archive, with room for one slice. */
const FULL = { rows: 1_048_576, bytes: 2 ** 30 };

/** A list as a workbook: written while it is read, so that its length costs no memory. K§6. */
export class XlsxFile extends StreamableFile {
  /** `columns` are fields of the items, as in a CSV file; what one sheet can't hold goes on in the next. */
  constructor(name: string, columns: readonly string[], batches: AsyncIterable<readonly object[]>, full = FULL) {
    super(Readable.from(xlsxOf(columns, batches, full)), {
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      disposition: `attachment; filename="${name}.xlsx"`,
    });
  }
}

async function* xlsxOf(
  columns: readonly string[],
  batches: AsyncIterable<readonly object[]>,
  full: typeof FULL,
): AsyncGenerator<Uint8Array> {
  const archive = new Archive();
  const sheets = new Sheets(archive, rowXml(columns), full);
  for await (const batch of batches) {
    for (let from = 0; from < batch.length; from += SLICE) {
      for (const item of batch.slice(from, from + SLICE)) sheets.add(rowXml(valuesOf(item, columns)));
      sheets.flush();
      yield* archive.take();
      // A long export is a guest of this process: clicks go first.
      await immediate();
    }
  }
  const count = sheets.end();
  archive.add('[Content_Types].xml', contentTypes(count));
  archive.add('_rels/.rels', PACKAGE_RELATIONS);
  archive.add('xl/workbook.xml', workbook(count));
  archive.add('xl/_rels/workbook.xml.rels', workbookRelations(count));
  archive.end();
  yield* archive.take();
}

function valuesOf(item: object, columns: readonly string[]): unknown[] {
  const values = new Map<string, unknown>(Object.entries(item));
  return columns.map((column) => values.get(column));
}

function rowXml(values: readonly unknown[]): string {
  const cells = values.map((value) =>
    typeof value === 'boolean' || typeof value === 'number' ? cellXml(value) : cellXml(cellText(value)),
  );
  return `<row>${cells.join('')}</row>`;
}

/** Rows over as many sheets as they need, each with the header. */
class Sheets {
  private count = 0;
  private rows = 0;
  private bytes = 0;
  private waiting: string[] = [];
  private sheet: ZipDeflate;

  constructor(
    private readonly archive: Archive,
    private readonly header: string,
    private readonly full: typeof FULL,
  ) {
    this.sheet = this.open();
  }

  add(row: string): void {
    if (this.rows >= this.full.rows || this.bytes >= this.full.bytes) {
      this.close();
      this.sheet = this.open();
    }
    this.waiting.push(row);
    this.rows += 1;
    this.bytes += row.length;
  }

  flush(): void {
    this.sheet.push(strToU8(this.waiting.join('')));
    this.waiting = [];
  }

  /** Answers how many sheets there are. */
  end(): number {
    this.close();
    return this.count;
  }

  private open(): ZipDeflate {
    this.count += 1;
    this.waiting = [SHEET_START, this.header];
    this.rows = 1;
    this.bytes = 0;
    return this.archive.open(`xl/worksheets/sheet${String(this.count)}.xml`);
  }

  private close(): void {
    this.waiting.push(SHEET_END);
    this.sheet.push(strToU8(this.waiting.join('')), true);
    this.waiting = [];
  }
}

/** A ZIP archive whose bytes are taken away while it grows. */
class Archive {
  private chunks: Uint8Array[] = [];
  private readonly zip = new Zip((error, chunk) => {
    // The types promise an error, the library passes null.
    if (error instanceof Error) throw error;
    this.chunks.push(chunk);
  });

  open(name: string): ZipDeflate {
    const entry = new ZipDeflate(name, { level: 3 });
    // The same rows are the same bytes, whenever they are written.
    entry.mtime = new Date(1980, 0, 1);
    this.zip.add(entry);
    return entry;
  }

  add(name: string, text: string): void {
    this.open(name).push(strToU8(text), true);
  }

  take(): Uint8Array[] {
    const taken = this.chunks;
    this.chunks = [];
    return taken;
  }

  end(): void {
    this.zip.end();
  }
}

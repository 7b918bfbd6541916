import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { inTurns, PIECE_BYTES } from '../in-turns';
import { UnreadableSheet, type SheetRow } from '../sheet';
import { CsvRows } from './csv-rows';
import { delimiterOf } from './delimiter';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
const NOT_PLAIN = /[\0\x80-\xff]/;

/** The rows of a CSV file: UTF-8, parted by comma, semicolon or tab, quoted by `"`, any line ends. */
export async function* readCsv(path: string): AsyncGenerator<SheetRow> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rows: CsvRows | null = null;
  // Bytes as characters: each cell is decoded by itself, so that what is no UTF-8 is found with its row.
  for await (const text of inTurns(piecesOf(path))) {
    rows ??= new CsvRows(delimiterOf(text));
    rows.write(text);
    for (const row of rows.take()) yield decoded(row, utf8);
  }
  rows?.end();
  for (const row of rows?.take() ?? []) yield decoded(row, utf8);
}

async function* piecesOf(path: string): AsyncGenerator<string> {
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: PIECE_BYTES });
  let isBegun = false;
  for await (const chunk of chunks) {
    yield (isBegun ? chunk : withoutMark(chunk)).toString('latin1');
    isBegun = true;
  }
  if (!isBegun) throw new UnreadableSheet('The file is empty.');
}

function withoutMark(beginning: Buffer): Buffer {
  if (UTF16_MARKS.some((mark) => beginning.subarray(0, mark.length).equals(mark))) {
    throw new UnreadableSheet('The file is UTF-16. Save it as CSV in UTF-8.');
  }
  const hasMark = beginning.subarray(0, UTF8_MARK.length).equals(UTF8_MARK);
  return hasMark ? beginning.subarray(UTF8_MARK.length) : beginning;
}

function decoded({ number, cells }: SheetRow, utf8: TextDecoder): SheetRow {
  if (!cells.some((cell) => NOT_PLAIN.test(cell))) return { number, cells };
  return { number, cells: cells.map((cell) => textOf(cell, utf8, number)) };
}

function textOf(cell: string, utf8: TextDecoder, row: number): string {
  if (cell.includes('\0')) throw new UnreadableSheet('The file is no CSV, XLS or XLSX file.', row);
  try {
    return utf8.decode(Buffer.from(cell, 'latin1'));
  } catch {
    throw new UnreadableSheet('The text is not UTF-8. Save the file as CSV in UTF-8.', row);
  }
}

import { open } from 'node:fs/promises';
import { readCsv } from './csv/read-csv';
import { MOST_CELLS, UnreadableSheet, type SheetRow } from './sheet';
import { readXls } from './xls/read-xls';
import { readXlsx } from './xlsx/read-xlsx';

type ReadRows = (path: string) => AsyncIterable<SheetRow>;

/** How files of a format begin: a ZIP archive, and a compound file. What is neither is text. */
const FORMATS: readonly (readonly [mark: Buffer, read: ReadRows])[] = [
  [Buffer.from([0x50, 0x4b, 0x03, 0x04]), readXlsx],
  [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), readXls],
];
const LONGEST_MARK = 8;

/**
 * The rows of a table file, header first, blank rows left out; of a workbook, those of its first sheet. The format is
 * told by what is in the file. Memory does not grow with the file. May be called again: each call reads anew. G§4.1.
 * @throws UnreadableSheet
 */
export async function* readSheet(path: string): AsyncGenerator<SheetRow> {
  const read = await readerFor(path);
  for await (const row of read(path)) {
    if (row.cells.length > MOST_CELLS) throw UnreadableSheet.tooWide(row.number);
    if (row.cells.some((cell) => cell.trim() !== '')) yield row;
  }
}

async function readerFor(path: string): Promise<ReadRows> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_MARK), 0, LONGEST_MARK, 0);
    const beginning = buffer.subarray(0, bytesRead);
    return FORMATS.find(([mark]) => beginning.subarray(0, mark.length).equals(mark))?.[1] ?? readCsv;
  } finally {
    await file.close();
  }
}

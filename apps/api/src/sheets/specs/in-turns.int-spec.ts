import { inTurns, PIECE_BYTES } from '../in-turns';
import { readSheet } from '../read-sheet';
import { testFiles } from './files';
import { bookOf, bytesOf, xlsxOfRows } from './workbooks';

const file = testFiles();

const MANY = 40_000;
const ROW = '<row><c><v>1</v></c></row>';

/** How many rows come, at the most, before anybody else has a turn. */
async function rowsInOneTurn(path: string): Promise<number> {
  let [rows, most, isReading] = [0, 0, true];
  const nextTurn = (): void => {
    rows = 0;
    if (isReading) setImmediate(nextTurn);
  };
  setImmediate(nextTurn);
  for await (const { cells } of readSheet(path)) most = Math.max(most, (rows += cells.length));
  isReading = false;
  return most;
}

describe(inTurns.name, () => {
  it.each<[string, () => string | Uint8Array, number]>([
    ['CSV', () => '1\n'.repeat(MANY), PIECE_BYTES / 2],
    ['XLSX', () => xlsxOfRows(ROW.repeat(MANY)), PIECE_BYTES / ROW.length],
    // A number and its place take 14 bytes, or 18.
    ['XLS', () => bytesOf(bookOf({ One: Array.from({ length: 8_000 }, () => [1]) }), 'biff8'), PIECE_BYTES / 14],
  ])('should let others have their turn while the smallest rows are read from %s', async (_, content, most) => {
    expect(await rowsInOneTurn(await file(content()))).toBeLessThanOrEqual(Math.ceil(most) + 1);
  });
});

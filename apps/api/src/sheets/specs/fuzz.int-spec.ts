import fc from 'fast-check';
import { readSheet } from '../read-sheet';
import { UnreadableSheet } from '../sheet';
import { cellsOf, rowsOf, testFiles } from './files';
import { bookOf, bytesOf } from './workbooks';

const file = testFiles();

const ROWS = [
  ['ClickId', 'EventID', 'UserCompletedAt', 'Revenue', 'Reward'],
  ...Array.from({ length: 30 }, (_, index) => [`c-${String(index)}`, 'Zoë', new Date(index * 1e9), index / 8, true]),
];
const FILES: Record<string, () => Uint8Array> = {
  csv: () => new TextEncoder().encode(ROWS.map((row) => row.map((cell) => `"${String(cell)}"`).join()).join('\r\n')),
  xlsx: () => bytesOf(bookOf({ One: ROWS }), 'xlsx', { bookSST: true }),
  biff8: () => bytesOf(bookOf({ One: ROWS }), 'biff8'),
};

/** Some bytes are others; a piece is missing, there twice, or the rest is. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) }),
  fc.record({
    kind: fc.constantFrom('cut' as const, 'drop' as const, 'double' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.nat(255),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function changed(bytes: Uint8Array, { kind, at, byte }: Change): Uint8Array {
  const place = Math.floor(at * bytes.length);
  if (kind === 'set') return bytes.with(Math.min(place, bytes.length - 1), byte);
  const [before, piece] = [bytes.slice(0, place), bytes.slice(place, place + byte)];
  const after = kind === 'cut' ? new Uint8Array() : bytes.slice(place + byte);
  return new Uint8Array(Buffer.concat(kind === 'double' ? [before, piece, piece, after] : [before, after]));
}

describe(readSheet.name, () => {
  it.each(Object.entries(FILES))('should read or refuse whatever becomes of a %s file', async (_, content) => {
    const good = content();
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
        const path = await file(
          changes.reduce((bytes, next) => (bytes.length === 0 ? bytes : changed(bytes, next)), good),
        );
        const rows: unknown = await rowsOf(path).catch((error: unknown) => error);
        expect(Array.isArray(rows) || rows instanceof UnreadableSheet).toBe(true);
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  it.each(['xlsx', 'biff8'] as const)('should read what a spreadsheet writes as %s', async (type) => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), fc.integer(), fc.constant(''));
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), async (rows, bookSST) => {
        const read = await cellsOf(await file(bytesOf(bookOf({ One: rows }), type, { bookSST })));
        const shown = rows
          .map((row) => row.map(String).join('|').replace(/\|+$/, ''))
          .filter((row) => row.replaceAll('|', '').trim() !== '');
        expect(read.map((row) => row.join('|').replace(/\|+$/, ''))).toEqual(shown);
      }),
      { seed: 20_261_121, numRuns: 100 },
    );
  });
});

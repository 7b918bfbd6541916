import fc from 'fast-check';
import { CsvRows } from './csv-rows';

/** The rows of a text that comes in pieces of this length. */
function rowsOf(text: string, piece = 1): string[][] {
  const rows = new CsvRows(',');
  for (let at = 0; at < text.length; at += piece) rows.write(text.slice(at, at + piece));
  rows.end();
  return rows.take().map(({ cells }) => [...cells]);
}

describe(CsvRows.name, () => {
  it.each([
    ['a,b', [['a', 'b']]],
    ['a,b\n', [['a', 'b']]],
    [
      'a,b\r\n1,\r\n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['a\rb\nc\r\r\nd', [['a'], ['b'], ['c'], ['d']]],
    ['"a,""b""",c', [['a,"b"', 'c']]],
    ['"a\r\nb"\n"c"', [['a\r\nb'], ['c']]],
    ['"",', [['', '']]],
    ['""', []],
    ['a"b",c', [['a"b"', 'c']]],
    ['"a" b,c', [['a b', 'c']]],
    [',\n', [['', '']]],
    ['\n\n', []],
    ['', []],
  ])('should part %j into %j, whatever pieces it comes in', (text, rows) => {
    for (const piece of [1, 2, 3, 100]) expect(rowsOf(text, piece)).toEqual(rows);
  });

  it('should read back any cells that are written quoted', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' '), maxLength: 8 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, piece) => {
        const text = rows.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join()).join('\r\n');
        expect(rowsOf(text, piece)).toEqual(rows);
      }),
      { seed: 20_261_121 },
    );
  });
});

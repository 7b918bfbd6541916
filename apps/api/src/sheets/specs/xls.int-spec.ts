import { UnreadableSheet } from '../sheet';
import { readXls } from '../xls/read-xls';
import { compoundOf, record } from './compound-files';
import { cellsOf, rowsOf, testFiles } from './files';

const file = testFiles();

const BIFF8 = [0x00, 0x06];
const START = record(0x0809, BIFF8, [0x05, 0x00]);
const SHEET_START = record(0x0809, BIFF8, [0x10, 0x00]);
const END = record(0x0a);
const sheetAt = (at: number, kind = 0): Buffer => record(0x85, word32(at), [0, kind, 1, 0, 0x41]);

function word32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

function real(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(number);
  return bytes;
}

/** A workbook of these globals and one sheet of these records. */
function xlsOf(globals: Buffer[], sheet: Buffer[], { end = END, length = 0 } = {}): Buffer {
  const at = Buffer.concat([START, ...globals, sheetAt(0), END]).length;
  const stream = Buffer.concat([START, ...globals, sheetAt(at), END, SHEET_START, ...sheet, end]);
  return compoundOf(Buffer.concat([stream], Math.max(stream.length, length)));
}

/** Row, column and style of a cell. */
const cell = (row: number, column: number, style = 0): number[] => [row, 0, column, 0, style, 0];
const text = (value: string): Buffer => Buffer.from([value.length, 0, 0, ...Buffer.from(value, 'latin1')]);

const refused = async (content: Uint8Array, reason: RegExp): Promise<void> => {
  const error: unknown = await rowsOf(await file(content)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnreadableSheet);
  expect((error as UnreadableSheet).reason).toMatch(reason);
};

describe(readXls.name, () => {
  it.each([
    [
      'shared texts',
      [record(0xfc, word32(2), word32(2), text('no'), text('yes'))],
      [record(0xfd, cell(0, 0), word32(1))],
      'yes',
    ],
    ['texts of a cell', [], [record(0x204, cell(0, 0), text('own'))], 'own'],
    ['real numbers', [], [record(0x203, cell(0, 0), real(1.1))], '1.1'],
    ['packed numbers', [], [record(0x27e, cell(0, 0), word32(0x1ef))], '1.23'],
    ['truth', [], [record(0x205, cell(0, 0), [1, 0])], 'TRUE'],
    ['errors', [], [record(0x205, cell(0, 0), [0x2a, 1])], '#N/A'],
    ['numbers of formulas', [], [record(0x06, cell(0, 0), real(2.5), Buffer.alloc(8))], '2.5'],
    ['truth of formulas', [], [record(0x06, cell(0, 0), [1, 0, 0, 0, 0, 0, 0xff, 0xff])], 'FALSE'],
    ['errors of formulas', [], [record(0x06, cell(0, 0), [2, 0, 7, 0, 0, 0, 0xff, 0xff])], '#DIV/0!'],
    [
      'texts of formulas',
      [],
      [
        record(0x06, cell(0, 0), [0, 0, 0, 0, 0, 0, 0xff, 0xff]),
        record(0x207, [4, 0, 0, 0x61]),
        record(0x3c, [0], Buffer.from('bcd')),
      ],
      'abcd',
    ],
    [
      'dates by the formats of all workbooks',
      [record(0xe0, [0, 0, 22, 0])],
      [record(0x203, cell(0, 0), real(46_024.5))],
      '2026-01-02 12:00:00',
    ],
    [
      'dates by formats of their own',
      [record(0x41e, [164, 0], text('yyyy')), record(0xe0, [0, 0, 164, 0])],
      [record(0x203, cell(0, 0), real(46_024.5))],
      '2026-01-02 12:00:00',
    ],
    [
      'dates since 1904',
      [record(0x22, [1, 0]), record(0xe0, [0, 0, 22, 0])],
      [record(0x203, cell(0, 0), real(44_562.5))],
      '2026-01-02 12:00:00',
    ],
  ])('should read %s', async (_, globals, sheet, value) => {
    expect(await cellsOf(await file(xlsOf(globals, sheet)))).toEqual([[value]]);
  });

  it('should put cells where they say they are, and leave out charts in the sheet', async () => {
    const many = record(0xbd, [1, 0, 1, 0], [0, 0], word32(0x06), [0, 0], word32(0x0a), [2, 0]);
    const chart = [SHEET_START, record(0x203, cell(9, 9), real(9)), END];
    const sheet = [
      record(0x203, cell(0, 2), real(3)),
      record(0x201, cell(0, 3)),
      many,
      ...chart,
      record(0x203, cell(3, 0), real(4)),
    ];
    expect(await rowsOf(await file(xlsOf([], sheet)))).toEqual([
      { number: 1, cells: ['', '', '3'] },
      { number: 2, cells: ['', '1', '2'] },
      { number: 4, cells: ['4'] },
    ]);
  });

  it('should take the first sheet of the workbook, wherever it stands, and no chart', async () => {
    const sheet = (number: number): Buffer =>
      Buffer.concat([SHEET_START, record(0x203, cell(0, 0), real(number)), END]);
    const globals = (chart: number, first: number): Buffer =>
      Buffer.concat([START, sheetAt(chart, 2), sheetAt(first), sheetAt(chart), END]);
    const chartAt = globals(0, 0).length;
    const firstAt = chartAt + sheet(1).length;
    const stream = Buffer.concat([globals(chartAt, firstAt), sheet(1), sheet(2)]);
    expect(await cellsOf(await file(compoundOf(stream)))).toEqual([['2']]);
  });

  it('should read short and long streams', async () => {
    for (const length of [0, 4_095, 4_096, 20_000, 8_000_000]) {
      const content = xlsOf([], [record(0x204, cell(0, 0), text('here'))], { length });
      expect(await cellsOf(await file(content))).toEqual([['here']]);
    }
  });

  it('should read all rows that a sheet can hold', async () => {
    const rows = Array.from({ length: 65_536 }, (_, index) =>
      record(0x203, [index & 0xff, index >> 8, 0, 0, 0, 0], real(index)),
    );
    const read = await rowsOf(await file(xlsOf([], rows)));
    expect(read).toHaveLength(65_536);
    expect(read.at(-1)).toEqual({ number: 65_536, cells: ['65535'] });
  });
});

describe('an XLS workbook that is hostile or damaged', () => {
  const CELL = record(0x203, cell(0, 0), real(1));

  it.each([
    ['protected by a password', xlsOf([record(0x2f, [0, 0])], []), /password/],
    ['packed and protected', compoundOf(Buffer.alloc(5_000), 'EncryptedPackage'), /password/],
    ['older than Excel 97', compoundOf(Buffer.alloc(5_000), 'Book'), /older than Excel 97/],
    ['older than Excel 97 by its records', compoundOf(record(0x0809, [0, 5, 5, 0])), /older than Excel 97/],
    ['something else, such as a letter', compoundOf(Buffer.alloc(5_000), 'WordDocument'), /no XLS workbook/],
    ['without a sheet', compoundOf(Buffer.concat([START, END])), /no sheet/],
    ['of a sheet beyond its end', compoundOf(Buffer.concat([START, sheetAt(1e6), END])), /damaged/],
    ['of a sheet in the middle of nowhere', compoundOf(Buffer.concat([START, sheetAt(4), END])), /damaged/],
    ['without an end', xlsOf([], [CELL], { end: Buffer.alloc(0) }), /damaged/],
    ['of a record that is too short', xlsOf([], [record(0x203, cell(0, 0))]), /damaged/],
    ['of a text that is not there', xlsOf([], [record(0xfd, cell(0, 0), word32(0))]), /text is missing/],
    ['of rows out of order', xlsOf([], [record(0x203, cell(1, 0), real(1)), CELL]), /not in order/],
    ['of a row that is too wide', xlsOf([], [record(0x203, [0, 0, 0, 0x40, 0, 0], real(1))]), /16,384 cells/],
    ['of a text that breaks off', xlsOf([], [record(0x207, [4, 0, 0, 0x61]), CELL]), /damaged/],
    [
      'of texts that break off',
      xlsOf([record(0xfc, word32(1), word32(1), [4, 0, 0, 0x61]), record(0x42)], []),
      /damaged/,
    ],
  ])('should be refused when it is %s', (_, content, reason) => refused(content, reason));

  it.each([
    ['its stream', 3],
    ['its directory', 0],
  ])('should be refused when %s goes round in circles', async (_, sector) => {
    const content = xlsOf([], [CELL], { length: 5_000 });
    const table = (1 + content.readUInt32LE(76)) * 512;
    content.writeUInt32LE(sector, table + sector * 4);
    await refused(content, /damaged/);
  });

  it('should be refused when it claims more tables than it has room for', async () => {
    const content = xlsOf([], [CELL], { length: 5_000 });
    content.writeUInt32LE(0xffff, 44);
    await refused(content, /damaged/);
  });
});

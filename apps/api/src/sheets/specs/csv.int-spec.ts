import { readCsv } from '../csv/read-csv';
import type { UnreadableSheet } from '../sheet';
import { cellsOf, rowsOf, testFiles } from './files';

const file = testFiles();
const MEBIBYTE = 1_048_576;

/** What is said of a file, and of which row. */
async function refusal(content: string | Uint8Array): Promise<unknown> {
  try {
    await rowsOf(await file(content));
    return 'read';
  } catch (error) {
    const { reason, row } = error as UnreadableSheet;
    return { reason, row };
  }
}

describe(readCsv.name, () => {
  it.each([
    ['a byte order mark', '\uFEFFa,b\n1,2'],
    ['semicolons', 'a;b\n1;2'],
    ['tabs', 'a\tb\n1\t2'],
    ['CR LF', 'a,b\r\n1,2\r\n'],
    ['CR', 'a,b\r1,2\r'],
    ['line ends of both kinds', 'a,b\r\n1,2\n'],
    ['quotes', '"a","b"\n"1","2"'],
  ])('should understand %s', async (_, content) => {
    expect(await cellsOf(await file(content))).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('should give rows as they are, and count blank ones without giving them', async () => {
    expect(await rowsOf(await file('\na,b\n\n1\n ,\n1,2,3\n'))).toEqual([
      { number: 2, cells: ['a', 'b'] },
      { number: 4, cells: ['1'] },
      { number: 6, cells: ['1', '2', '3'] },
    ]);
  });

  it('should keep what is quoted, and stray quotes', async () => {
    expect(await cellsOf(await file('"a,""\r\n",b"c\nd,"e"f'))).toEqual([
      ['a,"\r\n', 'b"c'],
      ['d', 'ef'],
    ]);
  });

  it('should read characters that fall on both sides of a block', async () => {
    const cell = 'é'.repeat(100_001);
    expect(await cellsOf(await file(`x,y\nz,${cell}\n`))).toEqual([
      ['x', 'y'],
      ['z', cell],
    ]);
  });

  it('should name the row that is not UTF-8', async () => {
    const content = Buffer.concat([Buffer.from('a\n"1\n2"\n'), Buffer.from([0x5a, 0x6f, 0xeb]), Buffer.from('\nb\n')]);
    expect(await refusal(content)).toEqual({
      reason: 'The text is not UTF-8. Save the file as CSV in UTF-8.',
      row: 3,
    });
  });

  it.each([
    ['UTF-16', Buffer.from('\uFEFFa,b', 'utf16le'), 'The file is UTF-16. Save it as CSV in UTF-8.', null],
    ['what is no text', 'a,b\n1,\0', 'The file is no CSV, XLS or XLSX file.', 2],
    ['a quote that is not closed', 'a,b\n1,"2\n3,4', 'A quote is not closed.', 2],
    ['nothing', '', 'The file is empty.', null],
  ])('should refuse %s', async (_, content, reason, row) => {
    expect(await refusal(content)).toEqual({ reason, row });
  });

  it.each([
    ['of one cell', '', 'x'],
    ['of a quote that never closes', '"', 'x\n,'],
    ['of quoted cells', '', `"\n${'x'.repeat(1_000)}",`],
  ])('should refuse a row %s that is larger than 1 MiB, and read no further', async (_, start, piece) => {
    const endless = piece.repeat(Math.ceil((3 * MEBIBYTE) / piece.length));
    expect(await refusal(`a,b\n1,2\n${start}${endless}`)).toEqual({
      reason: 'The row is larger than 1 MiB. A quote that is not closed makes such rows.',
      row: 3,
    });
  });

  it('should refuse a row of more cells than a sheet has', async () => {
    expect(await refusal(`a\n${','.repeat(16_383)}b`)).toBe('read');
    expect(await refusal(`a\n${','.repeat(3 * MEBIBYTE)}`)).toMatchObject({ row: 2 });
    expect(await refusal(`a\n${','.repeat(16_384)}b`)).toEqual({
      reason: 'The row has more than 16,384 cells.',
      row: 2,
    });
  });
});

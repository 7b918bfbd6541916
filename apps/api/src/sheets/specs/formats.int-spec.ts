import { strToU8, zipSync } from 'fflate';
import { UnreadableSheet } from '../sheet';
import { readSheet } from '../read-sheet';
import { cellsOf, rowsOf, testFiles } from './files';
import { bookOf, bytesOf } from './workbooks';

const file = testFiles();

const AT = new Date('2026-01-02T03:04:05.000Z');
const HEADER = ['ClickId', 'EventID', 'UserCompletedAt', 'Revenue', 'Reward', 'Note'];
const ROWS = [
  HEADER,
  ['c-1', null, AT, 1.1, 12, true],
  [],
  ['c-2', 'install', AT, 0.1 + 0.2, -3, 'Zoë 😀, "two"\nlines'],
];
const TEXTS = [
  { number: 1, cells: HEADER },
  { number: 2, cells: ['c-1', '', '2026-01-02 03:04:05', '1.1', '12', 'TRUE'] },
  { number: 4, cells: ['c-2', 'install', '2026-01-02 03:04:05', '0.3', '-3', 'Zoë 😀, "two"\nlines'] },
];
const CSV = [
  'ClickId,EventID,UserCompletedAt,Revenue,Reward,Note',
  'c-1,,2026-01-02 03:04:05,1.1,12,TRUE',
  ',,,,,',
  'c-2,install,2026-01-02 03:04:05,0.3,-3,"Zoë 😀, ""two""\nlines"',
].join('\r\n');

describe(readSheet.name, () => {
  it.each([
    ['CSV', () => CSV],
    [
      'XLSX with inline and shared texts',
      () => bytesOf(bookOf({ One: ROWS, Two: [['no']] }), 'xlsx', { bookSST: true }),
    ],
    ['XLSX without shared texts', () => bytesOf(bookOf({ One: ROWS }), 'xlsx', { bookSST: false })],
    ['XLS', () => bytesOf(bookOf({ One: ROWS, Two: [['no']] }), 'biff8')],
  ])('should read the same rows from %s, told by content alone', async (_, content) => {
    expect(await rowsOf(await file(content()))).toEqual(TEXTS);
  });

  it('should read anew each time, also when a reader stops half way', async () => {
    for (const content of [CSV, bytesOf(bookOf({ One: ROWS }), 'xlsx'), bytesOf(bookOf({ One: ROWS }), 'biff8')]) {
      const path = await file(content);
      for await (const row of readSheet(path)) {
        expect(row).toEqual(TEXTS[0]);
        break;
      }
      expect(await rowsOf(path)).toEqual(TEXTS);
    }
  });

  it.each(['xlsx', 'biff8'] as const)('should know the dates of the system of 1904 in %s', async (type) => {
    const book = bookOf({ One: [['at'], [AT]] }, { date1904: true });
    expect(await cellsOf(await file(bytesOf(book, type)))).toEqual([['at'], ['2026-01-02 03:04:05']]);
  });

  it.each(['xlsx', 'biff8'] as const)('should take what formulas came to in %s', async (type) => {
    const book = bookOf({
      One: [
        ['sum', 'text', 'wrong'],
        [3, 'ab', 0],
      ],
    });
    const sheet = book.Sheets['One']!;
    sheet['A2'] = { t: 'n', v: 3, f: '1+2' };
    sheet['B2'] = { t: 's', v: 'ab', f: '"a"&"b"' };
    sheet['C2'] = { t: 'e', v: 7 };
    expect(await cellsOf(await file(bytesOf(book, type)))).toEqual([
      ['sum', 'text', 'wrong'],
      ['3', 'ab', '#DIV/0!'],
    ]);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['bytes of no kind', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])],
    ['a compound file with nothing in it', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['an archive with nothing in it', new Uint8Array([0x50, 0x4b, 0x03, 0x04])],
    ['an archive of something else', zipSync({ 'content.xml': strToU8('<a/>') })],
  ])('should refuse %s', async (_, content) => {
    await expect(rowsOf(await file(content))).rejects.toThrow(UnreadableSheet);
  });

  it.each(['xlsx', 'biff8'] as const)('should refuse a file of %s that is cut off, wherever', async (type) => {
    const whole = bytesOf(bookOf({ One: ROWS }), type);
    for (const part of [0.02, 0.3, 0.6, 0.9]) {
      const path = await file(whole.slice(0, Math.floor(whole.length * part)));
      await expect(rowsOf(path)).rejects.toThrow(UnreadableSheet);
    }
  });
});

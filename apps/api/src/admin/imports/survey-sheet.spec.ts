import { Problem } from '../../http/problem';
import { UnreadableSheet, type SheetRow } from '../../sheets/sheet';
import { surveySheet } from './survey-sheet';

const HEADER = ['Status', 'Note', 'gk_click_id'];

/** Rows as a file would give them; an error where it can't be read any further. */
async function* sheetOf(...rows: (readonly string[] | Error)[]): AsyncGenerator<SheetRow> {
  for (const [index, cells] of rows.entries()) {
    if (cells instanceof Error) throw cells;
    yield await Promise.resolve({ number: index + 1, cells });
  }
}

const problemOf = async (sheet: AsyncIterable<SheetRow>): Promise<unknown> => {
  const trouble: unknown = await surveySheet('status-update', sheet, 2).catch((error: unknown) => error);
  return trouble instanceof Problem
    ? [trouble.status, trouble.errors.map(({ field }) => field), trouble.message]
    : trouble;
};

describe(surveySheet.name, () => {
  it('should count the rows and find the columns', async () => {
    const { rows, columns } = await surveySheet('status-update', sheetOf(HEADER, ['a'], ['b']), 2);
    expect([rows, Object.fromEntries(columns)]).toEqual([2, { gk_click_id: 2, Status: 0 }]);
  });

  it('should take a file without rows', async () => {
    expect(await surveySheet('status-update', sheetOf(HEADER))).toMatchObject({ rows: 0 });
  });

  it.each<[string, (readonly string[] | Error)[], string[], string]>([
    ['without anything', [], ['file'], 'is empty'],
    ['without its columns', [['ClickId']], ['gk_click_id', 'Status'], 'gk_click_id'],
    ['with more rows than are taken', [HEADER, ['a'], ['b'], ['c']], ['file'], 'more than 2 rows'],
    [
      'that ends in the middle',
      [HEADER, ['a'], new UnreadableSheet('It ends here.', 3)],
      ['file'],
      'Row 3: It ends here.',
    ],
  ])('should refuse a file %s', async (_, rows, fields, words) => {
    expect(await problemOf(sheetOf(...rows))).toEqual([400, fields, expect.stringContaining(words)]);
  });

  it('should let pass what is no fault of the file', async () => {
    const trouble = new Error('disk');
    expect(await problemOf(sheetOf(HEADER, trouble))).toBe(trouble);
  });
});

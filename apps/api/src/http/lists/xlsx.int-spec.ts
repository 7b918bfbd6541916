import { read, utils } from '@e965/xlsx';
import { buffer } from 'node:stream/consumers';
import { XlsxFile } from './xlsx';
import { cellXml } from './xlsx-parts';

async function* one(...items: object[]): AsyncGenerator<object[]> {
  yield await Promise.resolve(items);
}

/** The rows of every sheet, as a spreadsheet reads them. */
async function sheetsOf(file: XlsxFile): Promise<unknown[][][]> {
  const book = read(await buffer(file.getStream()));
  return book.SheetNames.map((name) => utils.sheet_to_json(book.Sheets[name] ?? {}, { header: 1, raw: true }));
}

async function readBack(text: string): Promise<unknown> {
  const [sheet] = await sheetsOf(new XlsxFile('things', ['text'], one({ text })));
  return sheet?.[1]?.[0];
}

describe(cellXml.name, () => {
  it.each([
    [1.5, '<c><v>1.5</v></c>'],
    [-1, '<c><v>-1</v></c>'],
    [true, '<c t="b"><v>1</v></c>'],
    ['', '<c/>'],
    ['a<b>&"c"', '<c t="inlineStr"><is><t xml:space="preserve">a&lt;b&gt;&amp;"c"</t></is></c>'],
  ])('should write %j as %s', (value, xml) => {
    expect(cellXml(value)).toBe(xml);
  });
});

describe(XlsxFile.name, () => {
  it.each([
    ['plain', 'plain'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['a=1', 'a=1'],
    ['two\nlines', 'two\nlines'],
    ['<c>&amp;]]>', '<c>&amp;]]>'],
    ['  spaces  ', '  spaces  '],
    ['_x0041_', '_x0041_'],
    ['bell\u0007 and \u009b escape\u001b[0m', 'bell\uFFFD and \uFFFD escape\uFFFD[0m'],
    ['half \uD83D', 'half \uFFFD'],
    ['nothing \uFFFF', 'nothing \uFFFD'],
    ['Zoë 😀', 'Zoë 😀'],
    ['x'.repeat(40_000), 'x'.repeat(32_767)],
  ])('should be read back from %j as %j', async (text, back) => {
    expect(await readBack(text)).toBe(back);
  });

  it('should hold a header and every item of every batch, columns in their order and with their types', async () => {
    async function* batches(): AsyncGenerator<object[]> {
      yield [{ id: 1, at: new Date(0), list: [1, 'a'], none: null, yes: true }];
      await Promise.resolve();
      yield [];
      yield Array.from({ length: 250 }, (_, index) => ({ id: index + 2, hidden: 'not a column' }));
    }
    const file = new XlsxFile('things', ['id', 'at', 'list', 'yes', 'none'], batches());
    expect(file.getHeaders()).toMatchObject({
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      disposition: 'attachment; filename="things.xlsx"',
    });
    const [rows = []] = await sheetsOf(file);
    expect(rows.slice(0, 3)).toEqual([
      ['id', 'at', 'list', 'yes', 'none'],
      [1, '1970-01-01T00:00:00.000Z', '[1,"a"]', true],
      [2],
    ]);
    expect(rows).toHaveLength(252);
  });

  it('should be a header alone when there is nothing', async () => {
    expect(await sheetsOf(new XlsxFile('things', ['id'], one()))).toEqual([[['id']]]);
  });

  it.each([
    ['rows', { rows: 3, bytes: 2 ** 30 }],
    ['bytes', { rows: 1_048_576, bytes: 50 }],
  ])('should go on in the next sheet when one is full of %s', async (_, full) => {
    const items = Array.from({ length: 5 }, (_each, id) => ({ id }));
    expect(await sheetsOf(new XlsxFile('things', ['id'], one(...items), full))).toEqual([
      [['id'], [0], [1]],
      [['id'], [2], [3]],
      [['id'], [4]],
    ]);
  });

  it('should give away what it wrote before it asks for the next batch', async () => {
    const asked: number[] = [];
    async function* batches(): AsyncGenerator<object[]> {
      for (let batch = 0; batch < 50; batch++) {
        asked.push(batch);
        yield await Promise.resolve(Array.from({ length: 100 }, () => ({ id: `${String(batch)} `.repeat(500) })));
      }
    }
    const first: unknown[] = [];
    for await (const chunk of new XlsxFile('things', ['id'], batches()).getStream()) {
      first.push(chunk);
      break;
    }
    expect(first).toHaveLength(1);
    expect(asked.length).toBeLessThan(50);
  });
});

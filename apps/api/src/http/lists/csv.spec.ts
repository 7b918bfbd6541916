import { CsvFile, csvLines } from './csv';

describe(csvLines.name, () => {
  it.each([
    ['plain', 'plain'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['a=1', 'a=1'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['carriage\rreturn', '"carriage\rreturn"'],
    ['bell\u0007 and \u009b escape\u001b[0m', 'bell\uFFFD and \uFFFD escape\uFFFD[0m'],
    ['Zoë 😀', 'Zoë 😀'],
    ['', ''],
  ])('should write %j as %j', (cell, written) => {
    expect(csvLines([['first', cell]])).toBe(`first,${written}\n`);
  });
});

describe(CsvFile.name, () => {
  async function* batches(): AsyncGenerator<object[]> {
    yield [{ id: 1, at: new Date(0), list: [1, 'a'], none: null }];
    await Promise.resolve();
    yield [];
    yield Array.from({ length: 250 }, (_, index) => ({ id: index + 2, hidden: 'not a column' }));
  }

  it('should write a header and every item of every batch, columns in their order', async () => {
    const file = new CsvFile('things', ['id', 'none', 'at', 'list'], batches());
    expect(file.getHeaders()).toMatchObject({
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="things.csv"',
    });
    let text = '';
    for await (const chunk of file.getStream()) text += String(chunk);
    const lines = text.split('\n');
    expect(lines.slice(0, 3)).toEqual(['id,none,at,list', '1,,1970-01-01T00:00:00.000Z,"[1,""a""]"', '2,,,']);
    expect(lines).toHaveLength(253);
  });
});

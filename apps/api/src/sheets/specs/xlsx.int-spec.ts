import { buffer } from 'node:stream/consumers';
import { XlsxFile } from '../../http/lists/xlsx';
import { UnreadableSheet } from '../sheet';
import { readXlsx } from '../xlsx/read-xlsx';
import { cellsOf, rowsOf, testFiles } from './files';
import { bookOf, bytesOf, xlsxOf, xlsxOfRows, type Parts } from './workbooks';

const file = testFiles();

const refused = async (content: Uint8Array, reason: RegExp): Promise<void> => {
  const error: unknown = await rowsOf(await file(content)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnreadableSheet);
  expect((error as UnreadableSheet).reason).toMatch(reason);
};

describe(readXlsx.name, () => {
  it.each([
    ['shared texts', '<c t="s"><v>1</v></c>', 'one'],
    [
      'inline texts of runs',
      '<c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>',
      'a b',
    ],
    ['reading aids', '<c t="inlineStr"><is><t>a</t><rPh><t>no</t></rPh></is></c>', 'a'],
    ['texts of formulas', '<c t="str"><f>"x"&amp;"&lt;"</f><v>x&lt;_x000A_</v></c>', 'x<\n'],
    ['CDATA', '<c t="str"><v><![CDATA[a<b]]></v></c>', 'a<b'],
    ['numbers', '<c><v>1.1000000000000001</v></c>', '1.1'],
    ['dates by their style', '<c s="1"><v>46024.5</v></c>', '2026-01-02 12:00:00'],
    ['times of day as numbers', '<c s="1"><v>0.5</v></c>', '0.5'],
    ['dates as such', '<c t="d"><v>2026-01-02T03:04:05Z</v></c>', '2026-01-02 03:04:05'],
    ['truth', '<c t="b"><v>1</v></c>', 'TRUE'],
    ['errors', '<c t="e"><v>#N/A</v></c>', '#N/A'],
    ['prefixed names', '<x:c t="inlineStr"><x:is><x:t>p</x:t></x:is></x:c>', 'p'],
  ])('should read %s', async (_, cell, text) => {
    expect(await cellsOf(await file(xlsxOfRows(`<row r="1">${cell}</row>`)))).toEqual([[text]]);
  });

  it('should put cells and rows where they say they are, or after the last one', async () => {
    const rows =
      '<row r="2"><c r="C2"><v>1</v></c><c><v>2</v></c><c r="A2"><v>0</v></c></row><row/><row><c r="B4"/><c><v>3</v></c></row>';
    expect(await rowsOf(await file(xlsxOfRows(rows)))).toEqual([
      { number: 2, cells: ['0', '', '1', '2'] },
      { number: 4, cells: ['', '', '3'] },
    ]);
  });

  it('should take the first sheet of the workbook, whatever its file is called, and no chart', async () => {
    const office = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
    const parts: Parts = {
      'xl/workbook.xml':
        '<workbook><sheets><sheet r:id="c"/><sheet r:id="second"/><sheet r:id="first"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        `<Relationships><Relationship Id="c" Type="${office}/chartsheet" Target="chartsheets/sheet1.xml"/>` +
        `<Relationship Id="first" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>` +
        `<Relationship Id="second" Type="${office}/worksheet" Target="../xl/Worksheets/sheet2.xml"/></Relationships>`,
      'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>',
    };
    expect(await cellsOf(await file(xlsxOf(parts)))).toEqual([['2']]);
  });

  it('should leave out what stands beside the cells', async () => {
    const sheet =
      '<worksheet><row><c><v>1</v></c></row><sheetData><row><c><v>2</v></c></row></sheetData><x><row/></x></worksheet>';
    expect(await rowsOf(await file(xlsxOf({ 'xl/worksheets/sheet1.xml': sheet })))).toEqual([
      { number: 1, cells: ['2'] },
    ]);
  });

  it('should read a part that is counted longer than it is packed', async () => {
    const content = Buffer.from(xlsxOf());
    const packedBytes = content.indexOf('PK\x01\x02') + 20;
    content.writeUInt32LE(content.readUInt32LE(packedBytes) + 1, packedBytes);
    expect(await cellsOf(await file(content))).toEqual([['1']]);
  });

  it('should read what is exported here', async () => {
    async function* batches(): AsyncGenerator<object[]> {
      yield await Promise.resolve([{ gk_click_id: 'c-1', Status: 'Success', amount: 1.5 }, { gk_click_id: 'Zoë <2>' }]);
    }
    const columns = ['gk_click_id', 'Status', 'amount'];
    const content = await buffer(new XlsxFile('conversions', columns, batches()).getStream());
    expect(await cellsOf(await file(content))).toEqual([columns, ['c-1', 'Success', '1.5'], ['Zoë <2>']]);
  });

  it('should read ten thousand different texts', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => [`text ${String(index)} é`]);
    const content = bytesOf(bookOf({ One: rows }), 'xlsx', { bookSST: true });
    expect(await cellsOf(await file(content))).toEqual(rows);
  });
});

describe('an XLSX workbook that is hostile or damaged', () => {
  it.each<[string, Parts, RegExp]>([
    [
      'entities of its own',
      {
        'xl/worksheets/sheet1.xml':
          '<!DOCTYPE a [<!ENTITY b "ha">]><worksheet><row><c><v>&b;</v></c></row></worksheet>',
      },
      /no document type/,
    ],
    ['entities that nobody declared', { 'xl/sharedStrings.xml': '<sst><si><t>&b;</t></si></sst>' }, /no XML/],
    ['parts that are no XML', { 'xl/styles.xml': '<styleSheet>' }, /no XML/],
    ['parts nested without end', { 'xl/workbook.xml': '<a>'.repeat(100) }, /nested too deeply/],
    ['no sheet', { 'xl/workbook.xml': '<workbook/>' }, /no sheet/],
    [
      'a part that is missing',
      { 'xl/workbook.xml': '<workbook><sheets><sheet r:id="rId2"/></sheets></workbook>' },
      /no sheet/,
    ],
    [
      'a path that leads out',
      {
        'xl/_rels/workbook.xml.rels':
          '<a><Relationship Id="rId1" Type="/worksheet" Target="../../../../etc/passwd"/></a>',
      },
      /lacks its part \/?etc\/passwd/,
    ],
  ])('should be refused for %s', (_, parts, reason) => refused(xlsxOf(parts), reason));

  it.each([
    ['a text that is not there', '<row><c t="s"><v>2</v></c></row>', /text is missing/],
    ['a text by a number that is none', '<row><c t="s"><v>x</v></c></row>', /text is missing/],
    ['rows out of order', '<row r="2"/><row r="1"/>', /not in order/],
    ['a row beyond the last', '<row r="1048577"/>', /not in order/],
    ['a cell beyond the last', '<row><c r="XFE1"><v>1</v></c></row>', /16,384 cells/],
    ['a cell without a place', '<row><c r="1"><v>1</v></c></row>', /no place/],
    ['a cell in no row', '<row><c><v>1</v></c></row><c><v>1</v></c>', /in no row/],
    ['a text without end', `<row><c><v>${'1'.repeat(1_200_000)}</v></c></row>`, /longer than 1 MiB/],
    ['a tag without end', `<row><c ${' '.repeat(1_200_000)}/></row>`, /longer than 1 MiB/],
    [
      'a row larger than 1 MiB',
      `<row>${`<c t="str"><v>${'x'.repeat(1_000)}</v></c>`.repeat(1_100)}</row>`,
      /row is larger than 1 MiB/,
    ],
  ])('should be refused for %s', (_, rows, reason) => refused(xlsxOfRows(rows), reason));

  it('should be refused when a part is not what its checksum says', async () => {
    const content = xlsxOf();
    const directory = Buffer.from(content).indexOf('PK\x01\x02');
    content[directory + 16]! ^= 1;
    await refused(content, /damaged/);
  });

  it('should be refused when it is protected by a password', async () => {
    const content = xlsxOf();
    content[Buffer.from(content).indexOf('PK\x01\x02') + 8]! |= 1;
    await refused(content, /password/);
  });

  it('should be refused when its texts need more than 64 MiB', async () => {
    const text = `<si><t>${'x'.repeat(30_000)}</t></si>`;
    await refused(xlsxOf({ 'xl/sharedStrings.xml': `<sst>${text.repeat(2_300)}</sst>` }), /64 MiB of different texts/);
  });
});

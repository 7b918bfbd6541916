import { strToU8, zipSync, type Zippable } from 'fflate';
import { utils, write, type BookType, type WorkBook } from '@e965/xlsx';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const PARTS = {
  '_rels/.rels': `<Relationships><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': '<workbook><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    `<Relationships><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>` +
    `<Relationship Id="rId3" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>',
  'xl/sharedStrings.xml': '<sst><si><t>zero</t></si><si><t>one</t></si></sst>',
  'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
};

export type Parts = Partial<Record<keyof typeof PARTS, string>> & Record<string, string>;

/** A small XLSX workbook of one cell, with parts of its own instead. */
export function xlsxOf(parts: Parts = {}): Uint8Array {
  const all: Zippable = {};
  for (const [name, text] of Object.entries({ ...PARTS, ...parts })) all[name] = strToU8(text);
  return zipSync(all);
}

/** One with these rows, as XML. */
export function xlsxOfRows(rows: string): Uint8Array {
  return xlsxOf({ 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>` });
}

/** As a spreadsheet writes it: sheets by name, each with its rows. */
export function bookOf(sheets: Record<string, unknown[][]>, { date1904 = false } = {}): WorkBook {
  const book = utils.book_new();
  book.Workbook = { WBProps: { date1904 } };
  for (const [name, rows] of Object.entries(sheets)) {
    const options = { UTC: true, date1904, dateNF: 'yyyy-mm-dd hh:mm:ss' };
    const sheet = utils.aoa_to_sheet(rows, options);
    utils.book_append_sheet(book, sheet, name);
  }
  return book;
}

export function bytesOf(book: WorkBook, bookType: BookType, options: { bookSST?: boolean } = {}): Uint8Array {
  const written: unknown = write(book, { type: 'buffer', bookType, compression: true, ...options });
  if (!Buffer.isBuffer(written)) throw new Error('The workbook was not written as bytes.');
  return new Uint8Array(written);
}

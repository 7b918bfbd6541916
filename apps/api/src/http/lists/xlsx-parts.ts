const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** What a cell may hold at most, in UTF-16 units; a longer text makes spreadsheets call the file damaged. */
const MOST_TEXT = 32_767;

/** Control characters but tab and line breaks, and what XML can't hold: half surrogate pairs and two non-characters. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu;

/** What a spreadsheet could take for a formula once the cell is saved as CSV. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** `_x0041_` means “A” in a workbook, so an underscore that begins such a thing is written as one itself. */
const ESCAPE_LIKE = /_(?=x[0-9A-Fa-f]{4}_)/g;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

export const SHEET_START = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`;
export const SHEET_END = '</sheetData></worksheet>';

export const PACKAGE_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

/**
 * One cell. A text that looks like a formula gets an apostrophe in front, a control character becomes U+FFFD, and what
 * no cell can hold is cut. K§9.
 */
export function cellXml(value: string | number | boolean): string {
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? '1' : '0'}</v></c>`;
  if (typeof value === 'number' && Number.isFinite(value)) return `<c><v>${String(value)}</v></c>`;
  const text = safeText(String(value));
  return text === '' ? '<c/>' : `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

export function contentTypes(sheets: number): string {
  const parts = eachSheet(
    sheets,
    (number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
  );
  return (
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>${parts}</Types>`
  );
}

export function workbook(sheets: number): string {
  const parts = eachSheet(sheets, (number) => `<sheet name="Sheet${number}" sheetId="${number}" r:id="rId${number}"/>`);
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${parts}</sheets></workbook>`;
}

export function workbookRelations(sheets: number): string {
  const parts = eachSheet(
    sheets,
    (number) => `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${parts}</Relationships>`;
}

function eachSheet(sheets: number, write: (number: string) => string): string {
  return Array.from({ length: sheets }, (_, index) => write(String(index + 1))).join('');
}

function safeText(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return harmless
    .slice(0, MOST_TEXT)
    .replace(UNWRITABLE, '\uFFFD')
    .replace(ESCAPE_LIKE, '_x005F_')
    .replace(/[&<>\r]/g, (character) => ENTITIES[character] ?? character);
}

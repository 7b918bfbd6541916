// XLSX workbooks: right ones, and ones that want to be more than a file.
import { NASTY } from './words.mjs';
import { zipOf } from './zip.mjs';

const MIB = 1_048_576;
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SHEET = 'xl/worksheets/sheet1.xml';
const STRINGS = 'xl/sharedStrings.xml';
const ODD_VALUES = [
  '1e400',
  '-1',
  '99999999',
  '2958466',
  '-657435',
  'NaN',
  '1e-9',
  '0x10',
  '',
  ' ',
  '9'.repeat(400),
  '60.5',
  '1.7976931348623157e308',
];
const ODD_PLACES = [
  'A0',
  'XFD1',
  'XFE1',
  'A1048577',
  'ZZZZZ1',
  '1A',
  'a1',
  '$A$1',
  'A-1',
  'A99999999999999999999',
  '',
  'A1:B2',
  '\u00c41',
];
const ODD_TYPES = ['s', 'b', 'd', 'e', 'str', 'inlineStr', 'n', 'x', '', '__proto__'];

const escape = (text) => String(text).replace(/[&<>"]|\p{Cc}|\p{Cs}/gu, (found) => `&#${found.charCodeAt(0)};`);

/** The parts of a workbook by name. `rows` are cells as text. */
export function partsOf(rows) {
  const strings = rows.flat().map((cell) => `<si><t xml:space="preserve">${escape(cell)}</t></si>`);
  let index = 0;
  const sheet = rows.map(
    (row, at) => `<row r="${at + 1}">${row.map(() => `<c t="s"><v>${index++}</v></c>`).join('')}</row>`,
  );
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': '<workbook><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      `<Relationships><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>` +
      `<Relationship Id="rId3" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    [SHEET]: `<worksheet><sheetData>${sheet.join('')}</sheetData></worksheet>`,
    [STRINGS]: `<sst>${strings.join('')}</sst>`,
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
  };
}

const entriesOf = (parts) => Object.entries(parts).map(([name, data]) => ({ name, data }));

/** A workbook with something wrong in it; `{file, unpackedMib}`. */
export function oddWorkbook(rows, random) {
  const parts = partsOf(rows);
  const large = random.chance(0.12);
  if (large) return bomb(parts, random);
  const file = random.chance(0.55)
    ? zipOf(entriesOf(random.pick(ODD_PARTS)(parts, random)))
    : random.pick(ODD_ARCHIVES)(entriesOf(parts), random);
  return { file, unpackedMib: 1 };
}

/** Header, then what is given, as XML. */
function withRows(parts, xml) {
  const header = /<row r="1">.*?<\/row>/.exec(parts[SHEET])[0];
  return { ...parts, [SHEET]: `<worksheet><sheetData>${header}${xml}</sheetData></worksheet>` };
}

const ODD_PARTS = [
  (parts, random) =>
    withRows(
      parts,
      `<row r="2"><c t="s"><v>${random.pick(['99999999', '-1', '1.5', '1e9', 'x', '4294967296', 'constructor'])}</v></c></row>`,
    ),
  (parts, random) =>
    withRows(
      parts,
      `<row r="2">${ODD_VALUES.map((value) => `<c s="${random.pick([0, 1, 2, -1, 'x'])}" t="${random.pick(['n', 'd', 'b'])}"><v>${value}</v></c>`).join('')}</row>`,
    ),
  (parts, random) =>
    withRows(parts, `<row r="${random.pick([0, -1, 1, 1_048_577, 'x', '1e99', '2.5', ''])}"><c><v>1</v></c></row>`),
  (parts, random) =>
    withRows(parts, `<row r="2"><c r="${escape(random.pick(ODD_PLACES))}"><v>1</v></c><c r="A2"><v>2</v></c></row>`),
  (parts, random) =>
    withRows(
      parts,
      `<row r="2"><c t="${random.pick(ODD_TYPES)}"><f>${escape(random.pick(NASTY))}</f><v>${escape(random.pick(NASTY))}</v></c></row>`,
    ),
  (parts, random) =>
    withRows(
      parts,
      `<row r="2">${Array.from({ length: random.pick([16_384, 16_385, 40_000]) }, () => '<c><v>1</v></c>').join('')}</row>`,
    ),
  (parts) =>
    withRows(
      parts,
      `<row r="2">${Array.from({ length: 200 }, () => '<c r="XFD2"><v>1</v></c><c r="A2"><v>1</v></c>').join('')}</row>`,
    ),
  (parts) =>
    withRows(
      parts,
      Array.from({ length: 1_000 }, () => '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>').join(''),
    ),
  (parts, random) => withRows(parts, `${'<a>'.repeat(random.pick([63, 64, 65, 5_000]))}x`),
  (parts) => withRows(parts, `<row r="2"><c t="inlineStr"><is>${'<r><t>=1+1</t></r>'.repeat(500)}</is></c></row>`),
  (parts, random) => ({ ...parts, [random.pick(Object.keys(parts))]: random.pick(XMLS) }),
  (parts, random) => ({ ...parts, [random.pick(Object.keys(parts))]: random.bytes(200) }),
  (parts, random) => ({
    ...parts,
    [random.pick([SHEET, STRINGS])]: changedText(parts[random.pick([SHEET, STRINGS])], random),
  }),
  (parts, random) => {
    const missing = random.pick(Object.keys(parts));
    return Object.fromEntries(Object.entries(parts).filter(([name]) => name !== missing));
  },
  (parts, random) => ({
    ...parts,
    'xl/_rels/workbook.xml.rels': parts['xl/_rels/workbook.xml.rels'].replace(
      /worksheets\/sheet1.xml/,
      random.pick([
        '../../../../etc/passwd',
        '/',
        '',
        'http://x.example/',
        'workbook.xml',
        '../xl/../xl/worksheets/sheet1.xml',
        'x'.repeat(5_000),
        'toString',
      ]),
    ),
  }),
];

const XMLS = [
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;&b;&b;</x>',
  '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
  '<?xml version="1.0" encoding="UTF-16"?><x/>',
  '<?xml version="1.1"?><x>&#0;</x>',
  `<x ${Array.from({ length: 20_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
  `<x a="${'y'.repeat(300_000)}"/>`,
  `<${'n'.repeat(300_000)}/>`,
  `<x>${'&amp;'.repeat(100_000)}</x>`,
  `<!--${'-'.repeat(100_000)}`,
  `<x><![CDATA[${']'.repeat(100_000)}`,
  '<x>&unknown;</x>',
  '<x></y>',
  '<x><x>',
  '',
  '\ufeff<x/>',
];

function changedText(text, random) {
  const at = random.between(0, text.length);
  const piece = random.pick([
    '<',
    '>',
    '&',
    '"',
    '</c>',
    '<c>',
    '<row>',
    ']]>',
    '<!--',
    '&#x110000;',
    '&#55296;',
    '\u00ff',
    '<v>',
    '<?x',
  ]);
  return text.slice(0, at) + piece + text.slice(at + random.between(0, 10));
}

const ODD_ARCHIVES = [
  (entries, random) => zipOf(lie(entries, random, { bytes: random.pick([0, 1, 2 ** 31, 2 ** 32 - 1]) })),
  (entries, random) => zipOf(lie(entries, random, { packedBytes: random.pick([0, 1, 2 ** 31, 2 ** 32 - 2]) })),
  (entries, random) => zipOf(lie(entries, random, { crc: 1 })),
  (entries, random) => zipOf(lie(entries, random, { offset: random.pick([0, 1, 2 ** 31, 2 ** 32 - 2]) })),
  (entries, random) => zipOf(lie(entries, random, { method: random.pick([0, 1, 9, 12, 14, 93, 99, 0xffff]) })),
  (entries, random) => zipOf(lie(entries, random, { flags: random.pick([1, 8, 0x40, 0x800, 0xffff]) })),
  (entries, random) =>
    zipOf(
      lie(entries, random, {
        name: random.pick([
          '../../x',
          '/etc/x',
          '',
          'XL\\WORKBOOK.XML',
          'a'.repeat(60_000),
          '__proto__',
          'xl/workbook.xml',
        ]),
      }),
    ),
  (entries, random) => zipOf(entries, { entries: random.pick([0, 1, 60_000, 0xffff]) }),
  (entries, random) => zipOf(entries, { bytes: random.pick([0, 1, 2 ** 31, 2 ** 32 - 1]) }),
  (entries, random) => zipOf(entries, { offset: random.pick([0, 1, 2 ** 31, 2 ** 32 - 1]) }),
  (entries, random) => zipOf(entries, { comment: random.pick(['x', 'PK\x05\x06'.repeat(100), 'y'.repeat(65_535)]) }),
  (entries) => zipOf([...entries, ...entries]),
  (entries) => zipOf([...entries, ...Array.from({ length: 9_990 }, (_, n) => ({ name: `p${n}`, data: '' }))]),
  (entries) => zipOf([...entries, { name: 'xl/nested.xlsx', data: zipOf(entries) }]),
  (entries) => Buffer.concat([zipOf(entries), zipOf(entries)]),
  (entries) => zipOf(entries).subarray(0, -10),
  (entries, random) => Buffer.concat([Buffer.from('PK\x03\x04'), random.bytes(300)]),
];

function lie(entries, random, lies) {
  const at = random.between(0, entries.length - 1);
  return entries.map((entry, index) => (index === at ? { ...entry, ...lies } : entry));
}

/** Small on the wire, large when unpacked: a thousand to one. */
function bomb(parts, random) {
  const mib = random.pick([4, 8, 8, 16, 32]);
  const fill = (piece) => piece.repeat(Math.floor((mib * MIB) / piece.length));
  const bombs = [
    () => withRows(parts, fill(' ')),
    () => withRows(parts, fill('<row/>')),
    () => withRows(parts, fill('<row><c/></row>')),
    () => withRows(parts, `<row r="2"><c><v>${fill('1')}</v></c></row>`),
    () => withRows(parts, `<row r="2">${fill('<c t="inlineStr"><is><t>x</t></is></c>')}</row>`),
    () => ({ ...parts, [STRINGS]: `<sst>${fill('<si><t>x</t></si>')}</sst>` }),
    () => ({ ...parts, [STRINGS]: `<sst>${fill('<si/>')}</sst>` }),
    () => ({ ...parts, 'xl/styles.xml': `<styleSheet><cellXfs>${fill('<xf numFmtId="22"/>')}</cellXfs></styleSheet>` }),
    () => ({ ...parts, 'xl/workbook.xml': `<workbook><sheets>${fill('<sheet r:id="rId1"/>')}</sheets></workbook>` }),
    () => ({
      ...parts,
      'xl/_rels/workbook.xml.rels': `<Relationships>${fill('<Relationship Id="x" Target="y"/>')}</Relationships>`,
    }),
    () => withRows(parts, fill('<!-- x -->')),
    () => withRows(parts, fill('&amp;')),
    () => withRows(parts, `<row ${'a="" '.repeat(10)}>${fill('<c r="A2"/>')}</row>`),
  ];
  return { file: cachedZip(mib, random.between(0, bombs.length - 1), bombs), unpackedMib: mib };
}

const MADE = new Map();

function cachedZip(mib, index, bombs) {
  const key = `${mib} ${index}`;
  if (!MADE.has(key)) MADE.set(key, zipOf(entriesOf(bombs[index]())));
  return MADE.get(key);
}

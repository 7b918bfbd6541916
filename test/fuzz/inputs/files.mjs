// Table files as somebody might send them: right, damaged, or made to do harm; and forms around them.
import xlsx from '@e965/xlsx';
import { headerText } from './mutate.mjs';
import { newRequest, targetOf, toBytes } from './model.mjs';
import { NASTY, WORDS } from './words.mjs';
import { oddWorkbook, partsOf } from './workbook.mjs';
import { zipOf } from './zip.mjs';

const HEADERS = {
  upload: ['ClickId', 'EventID', 'UserCompletedAt', 'Revenue', 'Reward'],
  'status-update': ['gk_click_id', 'Status', 'EventId', 'RejectionReason'],
};
const TYPES = [
  'text/csv',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
];
const BOUNDARY = 'fuzz-boundary-1';
const LONGEST_ROW = 1_200_000;
/** What an import may take, and what it may take more for each MiB that it unpacks to. */
const LIMIT_MS = 3_000;
const LIMIT_MS_PER_MIB = 600;

export function fileInput(target, { account, random }) {
  const kind = random.pick(Object.keys(HEADERS));
  const { way, file, unpackedMib } = oddFile(tableOf(kind, account, random), random);
  const query = [['kind', random.chance(0.97) ? kind : random.pick(NASTY)]];
  if (random.chance(0.3)) query.push(['format', random.pick(['csv', 'xlsx', 'json', 'x'])]);
  const request = newRequest('POST', '/admin/v1/conversions/import', {
    query,
    headers: [['authorization', `ApiToken ${account.key}`]],
  });
  const sent = random.chance(0.4) ? inForm(request, file, random) : bare(request, file, random);
  return {
    target,
    way,
    bytes: toBytes(sent),
    path: targetOf({ ...sent, query: [] }),
    hasHost: false,
    isBare: false,
    limitMs: LIMIT_MS + LIMIT_MS_PER_MIB * unpackedMib,
  };
}

/** Rows as text, the header first; most cells right, some of them anything. */
function tableOf(kind, account, random) {
  const header = HEADERS[kind].filter(() => random.chance(0.97));
  const rows = Array.from({ length: random.pick([0, 1, 3, 10, 60]) }, () =>
    header.map((name) => cellFor(name, account, random)),
  );
  return [header, ...rows];
}

function cellFor(name, account, random) {
  if (random.chance(0.15)) return random.pick(NASTY);
  const choices = {
    ClickId: [account.value('clickId'), account.value('multiClickId')],
    gk_click_id: [account.value('clickId'), account.value('multiClickId')],
    EventID: ['', 'purchase', 'install'],
    EventId: ['', account.value('eventRowId'), account.value('conversionId')],
    UserCompletedAt: [
      '2026-11-21 06:30:00',
      '2026-11-21T06:30:00Z',
      '1900-01-00',
      '0',
      '46000.5',
      '9999-12-31',
      '99999-01-01',
      '2026-13-45',
    ],
    Revenue: ['12.5', '0', '1e3', '-1', '=1+1', '1,5'],
    Reward: ['100', '', '0.0000001', '+1'],
    Status: ['Success', 'Rejected', 'Pending', 'success', 'Approved'],
    RejectionReason: ['', 'Fraud', '@sum(A1)', '=cmd|x!A1', 'x'.repeat(300)],
  };
  return random.pick(choices[name] ?? WORDS) ?? '';
}

function oddFile(rows, random) {
  const drawn = random.next();
  if (drawn < 0.25) return { way: 'csv', file: csvOf(rows, random), unpackedMib: 1 };
  if (drawn < 0.4) return { way: 'csv, hostile', file: random.pick(HOSTILE_CSV)(rows, random), unpackedMib: 2 };
  if (drawn < 0.65) return { way: 'xlsx, hostile', ...oddWorkbook(rows, random) };
  if (drawn < 0.8)
    return {
      way: 'xlsx, bytes',
      file: bitten(zipOf(Object.entries(partsOf(rows)).map(([name, data]) => ({ name, data }))), random),
      unpackedMib: 1,
    };
  if (drawn < 0.95) return { way: 'xls, bytes', file: bitten(xlsOf(rows, random), random), unpackedMib: 1 };
  return { way: 'csv, bytes', file: bitten(csvOf(rows, random), random), unpackedMib: 1 };
}

function csvOf(rows, random) {
  const [delimiter, end] = [random.pick([',', ';', '\t']), random.pick(['\n', '\r\n', '\r'])];
  const text = rows
    .map((row) =>
      row.map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter),
    )
    .join(end);
  return Buffer.from((random.chance(0.1) ? '\ufeff' : '') + text);
}

const HOSTILE_CSV = [
  (rows, random) => Buffer.from(`${rows[0].join()}\n"${'x'.repeat(random.pick([1_000, LONGEST_ROW]))}`),
  (rows, random) =>
    Buffer.from(`${rows[0].join()}\n${','.repeat(random.pick([16_383, 16_384, 100_000, LONGEST_ROW]))}`),
  (rows) => Buffer.from(`${rows[0].join()}\n${'""'.repeat(200_000)}`),
  (rows) => Buffer.from(`${rows[0].join()}\n${'"\n'.repeat(100_000)}`),
  (rows) => Buffer.from(`${'\n'.repeat(300_000)}${rows[0].join()}`),
  (rows) => Buffer.from(`${rows[0].join()}\n${'\n'.repeat(300_000)}`),
  (rows) => Buffer.from(`${rows[0].join()}\n${' , \n'.repeat(100_000)}`),
  (rows) => Buffer.from(`${Array.from({ length: 5_000 }, () => rows[0].join()).join()}\n1`),
  (rows) => Buffer.from(rows.map((row) => row.join()).join('\n'), 'utf16le'),
  (rows) => Buffer.from(rows.map((row) => row.join('\0')).join('\n')),
  (rows) =>
    Buffer.concat([Buffer.from(`${rows[0].join()}\n`), Buffer.from([0xff, 0xfe, 0x80, 0xc0, 0x80, 0xed, 0xa0, 0x80])]),
  () => Buffer.from('\ufeff'),
  () => Buffer.from('"'),
  () => Buffer.from([0]),
  (rows) => Buffer.from(`${rows[0].join()}\n${Array.from({ length: 400 }, (_, n) => `x${n},=1,+1,-1,@a`).join('\n')}`),
  (rows) => Buffer.from(`sep=;\n${rows[0].join(';')}\n`),
  (_, random) => random.bytes(2_000),
];

function xlsOf(rows, random) {
  const book = xlsx.utils.book_new();
  const cells = rows.map((row) =>
    row.map((cell) => (cell.isWellFormed() ? cell.replaceAll('\0', '') : '?').slice(0, 3_000)),
  );
  xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(cells), 'One');
  return xlsx.write(book, {
    type: 'buffer',
    bookType: random.pick(['biff8', 'biff8', 'biff8', 'biff5', 'xlsb', 'ods']),
  });
}

/** Bytes set, pieces dropped, doubled or swapped, the rest cut off; or nothing. */
function bitten(file, random) {
  let bytes = Buffer.from(file);
  const times = random.between(0, 4);
  for (let time = 0; time < times && bytes.length > 1; time++) {
    const at = random.between(0, bytes.length - 1);
    const end = Math.min(bytes.length, at + random.pick([1, 2, 4, 64, 512]));
    bytes = random.pick([
      () => Buffer.concat([bytes.subarray(0, at), random.bytes(1), bytes.subarray(at + 1)]),
      () =>
        Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from([bytes[at] ^ (1 << random.between(0, 7))]),
          bytes.subarray(at + 1),
        ]),
      () =>
        Buffer.concat([
          bytes.subarray(0, at),
          Buffer.alloc(end - at, random.pick([0, 0xff, 0x7f])),
          bytes.subarray(end),
        ]),
      () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]),
      () => Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]),
      () => bytes.subarray(0, at),
    ])();
  }
  return bytes;
}

function bare(request, file, random) {
  const type = random.chance(0.95) ? random.pick(TYPES) : headerText(random.pick(NASTY));
  return { ...request, headers: [...request.headers, ['content-type', type]], body: file };
}

function inForm(request, file, random) {
  const name = headerText(random.chance(0.6) ? 'table.csv' : random.pick(NASTY)).replaceAll('"', '%22');
  const part = (field, content) =>
    Buffer.concat([
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`,
        'latin1',
      ),
      content,
      Buffer.from('\r\n'),
    ]);
  const end = Buffer.from(`--${BOUNDARY}--\r\n`);
  const forms = [
    () => [part('file', file), end],
    () => [part('file', file), end],
    () => [part('file', file), end],
    () => [part('file', file), part('file', file), end],
    () => [part(headerText(random.pick(NASTY)), file), end],
    () => [part('file', file)],
    () => [part('file', file), Buffer.from(`--${BOUNDARY}`)],
    () => [end],
    () => [Buffer.from(`--${BOUNDARY}\r\n${'X: y\r\n'.repeat(3_000)}\r\n`), file, end],
    () => [Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: ${'x;'.repeat(4_000)}\r\n\r\n`), file, end],
    () => [Buffer.from(`--${BOUNDARY}\r\n`).subarray(0, random.between(0, 30)), file, end],
    () => Array.from({ length: 2_000 }, () => part('x', Buffer.from('y'))),
  ];
  const type = random.chance(0.9)
    ? `multipart/form-data; boundary=${BOUNDARY}`
    : random.pick([
        'multipart/form-data',
        'multipart/form-data; boundary=',
        `multipart/form-data; boundary=${'x'.repeat(300)}`,
        'multipart/mixed; boundary=x',
        'multipart/form-data; boundary="',
      ]);
  return {
    ...request,
    headers: [...request.headers, ['content-type', type]],
    body: Buffer.concat(random.pick(forms)()),
  };
}

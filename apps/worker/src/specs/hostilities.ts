import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { drips, type Hostility, pours, says, saysAndStays } from '@app/testing';

/** How an exchange with it ends: by the status that came, with a body that begins so, or by a code where none came. */
type End = { status: number; body: string; truncated: boolean } | { code: RegExp };

export interface HostileCase extends Hostility {
  name: string;
  scheme?: 'http' | 'https';
  end: End;
}

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const ZEROS = Buffer.alloc(16 * 1024 * 1024);
const packed = (encoding: string, bytes: Buffer) => says(`${OK}Content-Encoding: ${encoding}\r\n\r\n`, bytes);
const ok = (body = '', truncated = false): End => ({ status: 200, body, truncated });
const cut = (body = ''): End => ok(body, true);
const MALFORMED = { code: /^HPE_/ };
const OVERFLOW = { code: /^HPE_HEADER_OVERFLOW$/ };
const LATE = { code: /^ETIMEDOUT$/ };
const RESET = { code: /^ECONNRESET$/ };
const NO_TLS = { code: /SSL|EPROTO/ };
const NUL = '\uFFFD'.repeat(16 * 1024);

const named = (cases: readonly (readonly [string, Hostility['talk'], End])[]): HostileCase[] =>
  cases.map(([name, talk, end]) => ({ name, talk, end }));

/** What ends at the deadline alone, because it might still become an answer. */
export const SLOW = named([
  ['silence', () => undefined, LATE],
  ['headers that drip', drips(OK, 'X: y\r\n'), LATE],
  ['a body that drips', drips(`${OK}\r\n`, 'z'), cut('z')],
  ['a body that has not all come', saysAndStays(`${OK}Content-Length: 100\r\n\r\nok`), cut('ok')],
  ['a body of any length, and no end', saysAndStays(`${OK}\r\n`), cut()],
]);

const ENDLESS = named([
  ['headers', pours(OK, 'X-Y: z\r\n'.repeat(1_000)), OVERFLOW],
  ['one header', pours(`${OK}X: `, 'y'.repeat(65_536)), OVERFLOW],
  ['the name of a header', pours(OK, 'y'.repeat(65_536)), OVERFLOW],
  ['a status line', pours('HTTP/1.1 200 ', 'y'.repeat(65_536)), OVERFLOW],
  ['empty lines', pours('', '\r\n'.repeat(30_000)), OVERFLOW],
  ['hints', pours('', 'HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n'.repeat(1_000)), OVERFLOW],
  ['continuations', pours('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1_000)), MALFORMED],
  ['bytes', pours('', Buffer.alloc(65_536)), MALFORMED],
  ['a body', pours(`${OK}\r\n`, 'x'.repeat(65_536)), cut('x'.repeat(16_384))],
  ['chunks', pours(CHUNKED, '1\r\nx\r\n'.repeat(1_000)), cut('x'.repeat(16_384))],
  ['the size of a chunk', pours(`${CHUNKED}1;`, 'x'.repeat(65_536)), cut()],
  ['trailers', pours(`${CHUNKED}2\r\nok\r\n0\r\n`, 'X: y\r\n'.repeat(1_000)), cut('ok')],
]).map((each) => ({ ...each, name: `without end: ${each.name}` }));

const PACKED = named([
  ['a bomb of gzip', packed('gzip', gzipSync(ZEROS)), cut(NUL)],
  ['a bomb of deflate', packed('deflate', deflateSync(ZEROS)), cut(NUL)],
  ['a bomb of raw deflate', packed('deflate', deflateRawSync(ZEROS)), cut(NUL)],
  ['a bomb of brotli', packed('br', brotliCompressSync(ZEROS)), cut(NUL)],
  ['a bomb in a bomb', packed('gzip, gzip', gzipSync(gzipSync(ZEROS))), ok('\u001F')],
  ['an encoding that is not read', packed('zstd', Buffer.from('28b52ffd', 'hex')), ok('(')],
  ['an encoding without end', packed('gzip,'.repeat(3_000), gzipSync('x')), ok('\u001F')],
  ['two encodings', packed('gzip\r\nContent-Encoding: br', gzipSync('x')), ok('\u001F')],
  ['the wrong encoding', packed('gzip', Buffer.from('plain')), cut('plain')],
  ['a part of gzip', packed('gzip', gzipSync('half a body '.repeat(100)).subarray(0, 20)), ok('half a b')],
  ['gzip and something else', packed('gzip', Buffer.concat([gzipSync('ok'), Buffer.from('else')])), cut('')],
]);

const NOT_HTTP = named([
  ['text', says('hello'), MALFORMED],
  ['HTTP/0.9', says('<html>hello</html>'), MALFORMED],
  ['another protocol with a status', says('ICY 200 OK\r\n\r\nhello'), MALFORMED],
  ['HTTP/2', says(Buffer.from('000000040000000000', 'hex')), MALFORMED],
  ['a request', says('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), MALFORMED],
  ['lines without CR', says('HTTP/1.1 200 OK\nContent-Length: 2\n\nok'), MALFORMED],
  ['a folded header', says(`${OK}X: a\r\n b\r\n\r\n`), MALFORMED],
  ['a space before a colon', says(`${OK}Content-Length : 2\r\n\r\nok`), MALFORMED],
  ['status 99', says('HTTP/1.1 99 X\r\nContent-Length: 0\r\n\r\n'), MALFORMED],
  ['status 2000', says('HTTP/1.1 2000 X\r\nContent-Length: 0\r\n\r\n'), MALFORMED],
  ['another protocol from here on', says('HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'), MALFORMED],
]);

const LENGTHS = named([
  ['a length below 0', says(`${OK}Content-Length: -1\r\n\r\nok`), MALFORMED],
  ['a length with a sign', says(`${OK}Content-Length: +2\r\n\r\nok`), MALFORMED],
  ['a length in words', says(`${OK}Content-Length: two\r\n\r\nok`), MALFORMED],
  ['a length beyond counting', says(`${OK}Content-Length: ${'9'.repeat(25)}\r\n\r\nok`), MALFORMED],
  ['a length that nobody has', says(`${OK}Content-Length: 9223372036854775807\r\n\r\nok`), cut('ok')],
  ['more than the length', says(`${OK}Content-Length: 1\r\n\r\nok`), ok('o')],
  ['less than the length', says(`${OK}Content-Length: 100\r\n\r\nok`), cut('ok')],
  ['a length and chunks', says(CHUNKED.replace(OK, `${OK}Content-Length: 2\r\n`), '2\r\nok\r\n0\r\n\r\n'), MALFORMED],
  ['a transfer that nobody knows', says(`${OK}Transfer-Encoding: x\r\n\r\nok`), ok('ok')],
  ['a chunk of no size', says(`${CHUNKED}zz\r\nok`), cut()],
  ['a chunk beyond counting', says(`${CHUNKED}${'f'.repeat(30)}\r\nok`), cut()],
  ['a chunk below 0', says(`${CHUNKED}-1\r\nok`), cut()],
  ['a body where none may be', says('HTTP/1.1 204 X\r\nContent-Length: 2\r\n\r\nok'), { ...cut(), status: 204 }],
  ['names of the language', says(`${OK}__proto__: x\r\nconstructor: y\r\nContent-Length: 2\r\n\r\nok`), ok('ok')],
]);

const BROKEN = named([
  ['within the headers', (socket) => socket.write('HTTP/1.1 200 OK\r\nX', () => socket.resetAndDestroy()), RESET],
  [
    'within the body',
    (socket) => socket.write(`${OK}Content-Length: 9\r\n\r\nhalf`, () => socket.resetAndDestroy()),
    cut('half'),
  ],
  ['instead of an answer', (socket) => socket.resetAndDestroy(), RESET],
]).map((each) => ({ ...each, name: `a reset ${each.name}` }));

const AT_ONCE: HostileCase[] = [
  {
    name: 'a greeting before the request',
    talk: saysAndStays('SSH-2.0-OpenSSH_9.6\r\n'),
    atOnce: true,
    end: MALFORMED,
  },
  { name: 'a farewell before the request', talk: (socket) => socket.end(), atOnce: true, end: RESET },
  { name: 'text instead of TLS', talk: says('hello'), scheme: 'https', end: NO_TLS },
  { name: 'HTTP instead of TLS', talk: says(`${OK}\r\n`), scheme: 'https', atOnce: true, end: NO_TLS },
  {
    name: 'a TLS record beyond measure',
    talk: says(Buffer.concat([Buffer.from('160303ffff', 'hex'), Buffer.alloc(65_535)])),
    scheme: 'https',
    end: NO_TLS,
  },
  { name: 'a farewell before TLS', talk: (socket) => socket.end(), scheme: 'https', end: RESET },
];

/** What is over at once, long before a deadline. */
export const HOSTILITIES: readonly HostileCase[] = [
  ...ENDLESS,
  ...PACKED,
  ...NOT_HTTP,
  ...LENGTHS,
  ...BROKEN,
  ...AT_ONCE,
];

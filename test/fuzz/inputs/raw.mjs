// Bytes that are no HTTP, or not quite: what a socket may be sent.
import { NASTY } from './words.mjs';

const METHODS = ['GET', 'POST', 'get', 'G\0T', '', 'GETGET', 'PRI', 'CONNECT', 'X'.repeat(300), 'M-SEARCH', '\u00e9'];
const VERSIONS = [
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/0.9',
  'HTTP/2.0',
  'HTTP/1.',
  'HTTP/1.11',
  'http/1.1',
  'HTP/1.1',
  '',
  'HTTP/1.1 x',
];
const PATHS = [
  ...[
    '/',
    '*',
    '',
    'http://127.0.0.1/',
    'http://x.example/health/live',
    '//',
    '/\0',
    '/a b',
    '/\u00ff\u00fe',
    '/%',
    '/%%',
    '/%0',
    '/../../etc/passwd',
    '/#x',
    '?',
    '/?',
    '\\',
    'x:1',
    '127.0.0.1:80',
  ],
  ...[
    '/health/live',
    '/track?gk_click_id=1',
    '/r/x',
    '/admin/v1/offers',
    '/api/v1/%2e%2e/%2e%2e',
    '/r/a%2fb',
    `/${'a'.repeat(20_000)}`,
    `/?${'a=1&'.repeat(3_000)}`,
    `/${'../'.repeat(2_000)}`,
  ],
];
const HEADERS = [
  ...[
    'Host: 127.0.0.1',
    'Host:',
    'Host: a\r\nHost: b',
    'host : x',
    'Host\t: x',
    ': x',
    'X',
    'X:\0',
    'X: \u00ff',
    'X: a\r\n b',
    '\tX: y',
    'X: a\rb',
    'X: a\nb',
    'Connection: close',
    'Connection: upgrade\r\nUpgrade: websocket',
    'Connection: keep-alive, close',
  ],
  ...[
    'Content-Length: 5',
    'Content-Length: 0',
    'Content-Length: -1',
    'Content-Length: 5, 5',
    'Content-Length: 99999999999999999999',
    'Content-Length: 0x5',
    'Content-Length: 5\r\nContent-Length: 6',
    'Content-Length: 104857601',
    'content-length:',
  ],
  ...[
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nContent-Length: 5',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding:\tchunked',
    'Trailer: X',
  ],
  ...[
    'Expect: 100-continue',
    'Expect: 200-ok',
    'Content-Type: application/json',
    'Content-Type: multipart/form-data; boundary=',
    'Content-Encoding: gzip',
    'Authorization: ApiToken \0',
    'Authorization: ApiToken',
    'Cookie: =;;;=',
    `Cookie: ${'a=b; '.repeat(700)}`,
  ],
  ...[
    `X-Long: ${'x'.repeat(20_000)}`,
    Array.from({ length: 300 }, (_, n) => `X-${n}: y`).join('\r\n'),
    Array.from({ length: 2_500 }, () => 'A: b').join('\r\n'),
    'Range: bytes=0-0',
    'X-Forwarded-For: ,,,',
    'Forwarded: for="[',
    'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
  ],
];
const BODIES = [
  ...[
    '',
    'hello',
    '5\r\nhello\r\n0\r\n\r\n',
    '0\r\n\r\n',
    'FFFFFFFFFFFFFFFFF\r\nx',
    '-1\r\nx\r\n',
    '5;ext="\r\nhello\r\n0\r\n\r\n',
    '5\nhello\n0\n\n',
    `5;${'x'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`,
    '0\r\nX: y\r\n\r\n',
    'zz\r\n',
    '1\r\nab\r\n0\r\n\r\n',
    `${'1\r\na\r\n'.repeat(2_000)}0\r\n\r\n`,
  ],
  ...['{"a":1}', 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n', '\0'.repeat(100)],
];
const OTHER = [
  Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1'),
  Buffer.from([0x00, 0x00, 0x00, 0x08, 0x04, 0xd2, 0x16, 0x2f]),
  Buffer.from('*1\r\n$4\r\nPING\r\n'),
  Buffer.from('SSH-2.0-x\r\n'),
  Buffer.from('PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n'),
  Buffer.from('\r\n\r\n\r\n'),
  Buffer.from('\0'),
];

/** Something to write to a socket; `right` is a request that the server would understand. */
export function rawInput(random, right) {
  const kind = random.next();
  if (kind < 0.35) return built(random);
  if (kind < 0.75) return changed(right, random);
  if (kind < 0.85) return pipelined(right, random);
  if (kind < 0.93) return random.bytes(random.between(1, 300));
  return random.pick(OTHER);
}

function built(random) {
  const headers = Array.from({ length: random.between(0, 4) }, () => random.pick(HEADERS));
  const ends = random.pick(['\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r']);
  const path = random.chance(0.8) ? random.pick(PATHS) : `/${random.pick(NASTY)}`;
  const lines = [`${random.pick(METHODS)} ${path} ${random.pick(VERSIONS)}`, ...headers];
  return Buffer.from(`${lines.join(ends)}${ends}${ends}${random.pick(BODIES)}`, 'latin1');
}

/** Bytes set, dropped, doubled, cut off. */
function changed(right, random) {
  let bytes = Buffer.from(right);
  const times = random.between(1, 3);
  for (let time = 0; time < times && bytes.length > 0; time++) {
    const at = random.between(0, bytes.length - 1);
    const end = Math.min(bytes.length, at + random.between(1, 40));
    bytes = random.pick([
      () => Buffer.concat([bytes.subarray(0, at), random.bytes(1), bytes.subarray(at + 1)]),
      () =>
        Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from([bytes[at] ^ (1 << random.between(0, 7))]),
          bytes.subarray(at + 1),
        ]),
      () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]),
      () => Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]),
      () => bytes.subarray(0, at),
      () => Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(NASTY), 'latin1'), bytes.subarray(at)]),
    ])();
  }
  return bytes;
}

/** Several requests in one go, or one with another in its body. */
function pipelined(right, random) {
  const times = random.pick([2, 3, 20]);
  return Buffer.concat(Array.from({ length: times }, () => (random.chance(0.7) ? right : built(random))));
}

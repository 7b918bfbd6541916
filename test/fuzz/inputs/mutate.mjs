// Requests that were right, changed in a way or two: by byte, by piece, by parameter.
import { NAMES, NASTY, WORDS } from './words.mjs';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];
const TYPES = [
  ...[
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'x',
    '',
  ],
  ...[
    'application/json; charset=utf-16',
    'application/json;charset="',
    'text/csv',
    'application/vnd.pitlane.unread',
    'APPLICATION/JSON',
    'application/json, text/html',
  ],
];
const HEADERS = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'user-agent',
  'accept',
  'accept-language',
  'if-none-match',
  'cookie',
  'origin',
  'referer',
  'range',
  'content-encoding',
  'content-disposition',
  'x-pitlane-console',
  'x-pitlane-account',
  'authorization',
  'x-http-method-override',
  'upgrade-insecure-requests',
  'date',
];
const HOSTS = [
  '',
  'demo.localhost',
  'api.demo.localhost',
  '..',
  'xn--',
  '[::1]',
  'api.',
  'a.b.c.d.e',
  `${'a'.repeat(300)}.localhost`,
  '%00.localhost',
  'localhost:99999',
  'localhost:x',
  '127.0.0.1:1',
  'abcdefghijklmnopqrstuvwx23.localhost',
  'fuzz.localhost',
  'a'.repeat(5_000),
  'x y',
  'é.localhost',
  ',',
  '@',
  'a@b',
  'a/b',
  "'",
];
const LONGEST_BODY = 200_000;
const LONGEST_FIELDS = 8_000;

/** One to three changes. `random` decides; `ids` are values that exist. */
export function mutated(request, random, ids) {
  const changed = {
    ...request,
    segments: [...request.segments],
    query: request.query.map((pair) => [...pair]),
    headers: request.headers.map((pair) => [...pair]),
  };
  const times = random.between(1, 3);
  for (let time = 0; time < times; time++) random.pick(CHANGES)(changed, random, ids);
  return changed;
}

/** A value from anywhere. */
export function anyValue(random, ids) {
  const kind = random.next();
  if (kind < 0.45) return random.pick(NASTY);
  if (kind < 0.6) return random.pick(WORDS);
  if (kind < 0.75 && ids.length > 0) return random.pick(ids);
  if (kind < 0.9) return randomText(random, 60);
  return rawBytes(random.bytes(random.between(0, 40)));
}

export function randomText(random, most) {
  const top = random.pick([0x7f, 0xff, 0xffff]);
  return Array.from({ length: random.between(0, most) }, () => String.fromCharCode(random.between(0, top))).join('');
}

/** Bytes as they can stand in a request line: all but what would end it. */
export function rawBytes(bytes) {
  return Buffer.from(bytes.map((byte) => (byte <= 0x20 || byte === 0x7f ? 0x25 : byte)));
}

/** Text as it can stand in a header. */
export function headerText(value) {
  const text = Buffer.isBuffer(value) ? value.toString('latin1') : String(value);
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 4_000);
}

const valueAt = (pairs, random) => pairs[random.between(0, pairs.length - 1)];

const CHANGES = [
  setValue,
  setValue,
  setValue,
  setBody,
  setBody,
  setBody,
  renameParameter,
  addParameter,
  addParameter,
  dropParameter,
  doubleParameter,
  swapParameters,
  setSegment,
  addSegment,
  setMethod,
  setType,
  setHeader,
  setHost,
  flipBits,
  cutBody,
  doublePiece,
  moveToBody,
];

function setValue(request, random, ids) {
  if (request.query.length > 0) valueAt(request.query, random)[1] = anyValue(random, ids);
}

function renameParameter(request, random) {
  if (request.query.length > 0)
    valueAt(request.query, random)[0] = random.chance(0.7) ? random.pick(NAMES) : randomText(random, 20);
}

function addParameter(request, random, ids) {
  request.query.splice(random.between(0, request.query.length), 0, [random.pick(NAMES), anyValue(random, ids)]);
}

function dropParameter(request, random) {
  request.query.splice(random.between(0, request.query.length), 1);
}

function doubleParameter(request, random) {
  if (request.query.length === 0) return;
  const pair = valueAt(request.query, random);
  const times = random.pick([1, 1, 2, 50]);
  for (let time = 0; time < times; time++) request.query.push([...pair]);
}

function swapParameters(request, random) {
  if (request.query.length < 2) return;
  const [one, other] = [valueAt(request.query, random), valueAt(request.query, random)];
  [one[1], other[1]] = [other[1], one[1]];
}

function setSegment(request, random, ids) {
  request.segments[random.between(0, request.segments.length - 1)] = anyValue(random, ids);
}

function addSegment(request, random, ids) {
  request.segments.splice(
    random.between(0, request.segments.length),
    0,
    random.pick(['', '.', '..', Buffer.from('%2f'), Buffer.from('%2e%2e'), anyValue(random, ids)]),
  );
}

function setMethod(request, random) {
  request.method = random.pick(METHODS);
}

function setType(request, random) {
  setNamed(request.headers, 'content-type', random.pick(TYPES));
}

function setHeader(request, random, ids) {
  setNamed(request.headers, random.pick(HEADERS), headerText(anyValue(random, ids)));
}

function setHost(request, random) {
  setNamed(request.headers, 'host', headerText(random.pick(HOSTS)));
}

function setNamed(headers, name, value) {
  const found = headers.find(([each]) => each === name);
  if (found === undefined) headers.push([name, value]);
  else found[1] = value;
}

/** A body of another kind, or a field of a JSON body with another value. */
function setBody(request, random, ids) {
  const fields = fieldsOf(request.body);
  if (fields === null || random.chance(0.2)) {
    request.body = bodyFrom(random, ids);
    if (!request.headers.some(([name]) => name === 'content-type')) setType(request, random);
    return;
  }
  const names = [...Object.keys(fields), random.pick(NAMES)];
  const name = random.pick(names);
  const value = anyValue(random, ids);
  const text = Buffer.isBuffer(value) ? value.toString('latin1') : value;
  fields[name] = random.pick([text, text, Number(text) || 0, null, [text], { [name]: text }, true, [[]], []]);
  request.body = Buffer.from(JSON.stringify(fields));
}

function fieldsOf(body) {
  // What is larger nests too deeply, or has too much in it, to be worth a change.
  if (body === null || body.length > LONGEST_FIELDS) return null;
  try {
    const value = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function bodyFrom(random, ids) {
  const value = anyValue(random, ids);
  const text = Buffer.isBuffer(value) ? value.toString('latin1') : value;
  const name = random.pick(NAMES);
  const deep = random.pick([100, 5_000, 50_000]);
  return Buffer.from(
    random.pick([
      () => text,
      () => JSON.stringify({ [name]: text }),
      () => `{"${name}":1,"${name}":${JSON.stringify(text)}}`,
      () => `{"__proto__":{"${name}":1}}`,
      () => `{"constructor":{"prototype":{"x":1}}}`,
      () => `{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`,
      () => `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
      () => `{"${name}":${'9'.repeat(random.pick([20, 400, 5_000]))}}`,
      () => `{"${name}":1e${random.pick(['308', '309', '-400', '999999999'])}}`,
      () => `[${JSON.stringify(text)},`.repeat(random.pick([1, 100])),
      () => `{"\\u0000${name}":"\\ud800"}`,
      () => JSON.stringify({ [name]: Array.from({ length: random.pick([3, 20_000]) }, () => 1) }),
      () =>
        JSON.stringify(
          Object.fromEntries(Array.from({ length: random.pick([3, 5_000]) }, (_, n) => [`f${n}`, text.slice(0, 10)])),
        ),
      () => `${name}=${text}&${name}=${text}`,
      () => Array.from({ length: random.pick([3, 5_000]) }, (_, n) => `p${n}=${n}`).join('&'),
      () => '"'.repeat(random.between(1, 5_000)),
      () => '\ufeff{}',
      () => '',
    ])(),
  ).subarray(0, LONGEST_BODY);
}

function flipBits({ body }, random) {
  if (body === null || body.length === 0) return;
  const times = random.between(1, 4);
  for (let time = 0; time < times; time++) body[random.between(0, body.length - 1)] ^= 1 << random.between(0, 7);
}

function cutBody(request, random) {
  if (request.body !== null) request.body = request.body.subarray(0, random.between(0, request.body.length));
}

function doublePiece(request, random) {
  if (request.body === null) return;
  const from = random.between(0, request.body.length);
  const to = random.between(from, request.body.length);
  request.body = Buffer.concat([request.body.subarray(0, to), request.body.subarray(from)]).subarray(0, LONGEST_BODY);
}

/** What stood in the query stands in a body now. */
function moveToBody(request, random) {
  if (request.query.length === 0) return;
  const pairs = request.query.map(([name, value]) => [String(name), String(value)]);
  request.method = 'POST';
  request.query = [];
  const isJson = random.chance(0.5);
  setNamed(request.headers, 'content-type', isJson ? 'application/json' : 'application/x-www-form-urlencoded');
  request.body = Buffer.from(
    isJson ? JSON.stringify(Object.fromEntries(pairs)) : new URLSearchParams(pairs).toString(),
  );
}

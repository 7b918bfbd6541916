// What an answer may not be, whatever the input was.
import { isScripted } from './send.mjs';

/** What shows of our own inside. No word of the inputs has any of it. */
const INSIDE = [
  [/\bat [\w.<>[\] ]+ \((?:file:|node:|\/)[^)]*:\d+:\d+\)/, 'a stack'],
  [/node_modules|\/dist\/(apps|libs)\/|\.ts:\d+|node:internal/, 'a path of our code'],
  [/\/tmp\/pitlane|\/proc\/\d/, 'a path of the machine'],
  [
    /\b(SELECT|INSERT INTO|DELETE FROM|UPDATE) [\w"$*]+ |syntax error at or near|violates [\w-]+ constraint|invalid input syntax|relation "\w+"|duplicate key value|QueryFailedError/,
    'SQL',
  ],
  [
    /\bTypeError\b|\bRangeError\b|Cannot read propert|is not a function|is not iterable|Maximum call stack|Invalid time value/,
    'an exception',
  ],
];
const SHOWN = 200;

/** Edges by the prefix of a path; the first counts. */
const EDGES = [
  ['/api/v1/', isEnvelope],
  ['/track', isEnvelope],
  ['/postback', isEnvelope],
  ['/r/', isIntegr8],
  ['/i/', isIntegr8],
  ['', isProblem],
];

/** What is wrong with an answer, in words that tell one kind of failure from another; empty: nothing. */
export function judge(input, answer, secrets) {
  if (answer.status === -1) return [];
  if (answer.status === 0) return input.isAlone || isScripted(input) ? [] : ['closed without an answer'];
  const text = answer.body.toString('latin1');
  const inside = INSIDE.filter(([pattern]) => pattern.test(text)).map(
    ([pattern, what]) => `shows ${what}: ${pattern.exec(text)[0].slice(0, SHOWN)}`,
  );
  if (isScripted(input)) return answer.status === 500 && /our side/.test(text) ? ['500'] : [];
  const type = answer.headers.get('content-type') ?? '';
  return [
    ...(answer.status >= 500 ? [`${answer.status} ${text.slice(0, SHOWN)}`] : []),
    ...inside,
    ...(secrets.some((secret) => text.includes(secret) && !input.bytes.includes(secret))
      ? ['shows what is another account’s']
      : []),
    ...(answer.body.length > 0 && type === '' ? ['has no Content-Type'] : []),
    ...(answer.status >= 400 && answer.status < 500 && !input.isBare
      ? judgeRefusal(input, { type, text, status: answer.status })
      : []),
    ...headerProblems(answer),
  ];
}

function judgeRefusal({ path, hasHost, isAlone }, refusal) {
  // What can't be read as HTTP never came to an edge.
  if (isOfServer(refusal)) return [];
  if (refusal.type.startsWith('text/html')) return [];
  const json = parse(refusal.text);
  if (isAlone || hasHost)
    return [isEnvelope, isIntegr8, isProblem].some((is) => is(json, refusal)) ? [] : ['refuses in no known shape'];
  const [, isRight] = EDGES.find(([prefix]) => path.startsWith(prefix));
  return isRight(json, refusal)
    ? []
    : [`refuses in another shape than its edge's: ${refusal.type} ${refusal.text.slice(0, SHOWN)}`];
}

/** Problem details about no address: the server could not read one. Of HTTP/1.1 without a Host it says nothing but 400. */
function isOfServer(refusal) {
  if (refusal.status === 400 && refusal.text === '') return true;
  const json = parse(refusal.text);
  return [400, 408, 413, 417, 431].includes(refusal.status) && isProblem(json, refusal) && json.instance === '';
}

function isEnvelope(json, { type }) {
  return (
    type.startsWith('application/json') &&
    json?.isSuccessful === false &&
    Array.isArray(json.messages) &&
    typeof json.responseId === 'string'
  );
}

function isIntegr8(json, { type }) {
  return type.startsWith('application/json') && json?.status === 'error' && typeof json.message === 'string';
}

function isProblem(json, { type, status }) {
  return (
    type.startsWith('application/problem+json') &&
    json?.status === status &&
    Array.isArray(json.errors) &&
    json.errors.every(({ field, message }) => typeof field === 'string' && typeof message === 'string')
  );
}

/** Nothing that came in may become a header of its own. */
function headerProblems({ headers }) {
  return ['x', 'set-cookie']
    .filter((name) => headers.has(name) && !/^pitlane_session=/.test(headers.get(name)))
    .map((name) => `has the header ${name} that an input named`);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// The inputs of a target: nearly right ones from the description, mutations of right ones, and random ones.
import { CAPTURED } from './captured.mjs';
import { describedRequests } from './described.mjs';
import { fileInput } from './files.mjs';
import { newRequest, targetOf, toBytes } from './model.mjs';
import { anyValue, mutated, rawBytes } from './mutate.mjs';
import { rawInput } from './raw.mjs';
import { NAMES } from './words.mjs';

const DESCRIBED = 0.45;
const MUTATED = 0.9;
/** Of so many calls that need a key a few have none, or another one. */
const RIGHT_KEY = 0.97;
const SHORT_WAIT = ['timeout', '20ms'];
const FILES = 0.8;

/**
 * So many inputs, each `{target, way, bytes, path, host, isBare, limitMs}`. The same seed makes the same ones, but for the ids in them.
 */
export function makeInputs(target, { account, foreign, rootKey, description, random, count }) {
  const operations = description.operations.filter(
    ({ path, method }) => target.is.test(path) && (target.methods?.includes(method) ?? true),
  );
  const ids = [...account.ids(), ...foreign];
  const described = describedRequests({ ...description, operations }, account, {
    seed: random.between(0, 2 ** 30),
    count,
  });
  const captured = (CAPTURED[target.name] ?? (() => []))((name) => account.value(name) ?? '');
  return described.map((request) => {
    if (target.name === 'raw') return rawOf(target, random, withKey(request, { target, account, rootKey, random }));
    if (target.name === 'imports' && random.chance(FILES)) return fileInput(target, { account, random });
    const { way, made } = choose({ request, captured, random, ids });
    return toInput(target, way, withKey(made, { target, account, rootKey, random }));
  });
}

function choose({ request, captured, random, ids }) {
  const drawn = random.next();
  if (drawn < DESCRIBED) return { way: 'described', made: request };
  if (drawn < MUTATED) {
    const right = captured.length > 0 && random.chance(0.7) ? random.pick(captured) : request;
    return { way: 'mutated', made: mutated(right, random, ids) };
  }
  return { way: 'random', made: randomRequest(request, random, ids) };
}

/** A right path, and anything for the rest. */
function randomRequest({ method, segments }, random, ids) {
  const query = Array.from({ length: random.between(0, 4) }, () => [
    random.pick([random.pick(NAMES), anyValue(random, ids)]),
    anyValue(random, ids),
  ]);
  if (random.chance(0.3))
    query.push([rawBytes(random.bytes(random.between(1, 60))), rawBytes(random.bytes(random.between(0, 200)))]);
  const request = { ...newRequest(method, '/', { query }), segments };
  if (method === 'GET' && random.chance(0.8)) return request;
  const type = random.pick([
    'application/json',
    'application/x-www-form-urlencoded',
    'text/csv',
    'multipart/form-data; boundary=x',
  ]);
  return { ...request, headers: [['content-type', type]], body: random.bytes(random.between(0, 300)) };
}

function withKey(request, { target, account, rootKey, random }) {
  if (target.key === 'none' || request.headers.some(([name]) => name === 'authorization')) return request;
  const isRight = random.chance(RIGHT_KEY);
  const right = target.key === 'root' ? rootKey : account.keyFor(request.segments, random);
  const key = isRight
    ? right
    : random.pick(['', 'x', 'x'.repeat(3_000), rootKey.slice(0, -1), account.key.toUpperCase()]);
  return { ...request, headers: [['authorization', `ApiToken ${key}`], ...request.headers] };
}

export function toInput(target, way, request) {
  const isWait = request.segments.at(-1) === 'wait';
  // Waiting for nothing takes its time by design.
  const query = isWait ? [SHORT_WAIT, ...request.query.filter(([name]) => name !== 'timeout')] : request.query;
  const sent = { ...request, query };
  return {
    target,
    way,
    bytes: toBytes(sent),
    path: targetOf({ ...sent, query: [] }),
    hasHost: sent.headers.some(([name]) => name === 'host'),
    isBare: request.method === 'HEAD',
    limitMs: target.limitMs,
  };
}

function rawOf(target, random, right) {
  const bytes = rawInput(random, toBytes(right));
  const isBare = bytes.subarray(0, 5).toString('latin1').toUpperCase() === 'HEAD ';
  return { target, way: 'bytes', bytes, path: '', hasHost: true, isBare, isAlone: true, limitMs: target.limitMs };
}

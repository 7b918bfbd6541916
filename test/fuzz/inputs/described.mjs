// Requests as the OpenAPI document has them, all but a value or two.
import fc from 'fast-check';
import { newRequest, withForm, withJson } from './model.mjs';
import { anyOf, valuesOf, wrong } from './schema-values.mjs';

/** Every documented call: `{method, path, parameters, body, forms}`. */
export async function readDescription(port) {
  const document = await (await fetch(`http://127.0.0.1:${port}/docs/openapi.json`)).json();
  const resolve = (ref) =>
    ref
      .slice('#/'.length)
      .split('/')
      .reduce((at, name) => at[name], document);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters: parameters.map((one) => ('$ref' in one ? resolve(one.$ref) : one)),
      body: requestBody?.content['application/json']?.schema ?? null,
      isForm: requestBody?.content['application/x-www-form-urlencoded'] !== undefined,
    })),
  );
  return { operations, resolve };
}

/** Path parameters that are no ids: what they are when they are right. */
const RIGHT_NAMES = {
  product: ['publisher', 'publisher', 'publisher', 'default'],
  name: ['one', 'two'],
  slug: ['nobody', 'lus', 'purchase', 'install', 'csv', 'new-one'],
};

/**
 * So many requests of these operations; the same seed makes the same ones. `account`: whose ids and secrets they name.
 */
export function describedRequests({ operations, resolve }, account, { seed, count }) {
  const drawn = { resolve, known: account.ids() };
  const calls = fc.oneof(
    ...operations.map((operation) => ({
      // What is gone can't be called.
      weight: operation.method === 'DELETE' ? 1 : 5,
      arbitrary: callsOf(operation, account, drawn),
    })),
  );
  return fc.sample(calls, { seed, numRuns: count }).map(toRequest);
}

function callsOf(operation, account, drawn) {
  const isIn = (place) => operation.parameters.filter((parameter) => parameter.in === place);
  const path = isIn('path').map(({ name, schema = {} }) => [
    name,
    pathValues(name, schema, { account, drawn, operation }),
  ]);
  const query = [...isIn('query')].map(({ name, schema = {} }) => [
    name,
    queryValues(name, schema, { account, drawn }),
  ]);
  const required = isIn('query')
    .filter((parameter) => parameter.required)
    .map(({ name }) => name);
  return fc.record({
    operation: fc.constant(operation),
    path: fc.record(Object.fromEntries(path)),
    query: fc.record(Object.fromEntries(query), { requiredKeys: required }),
    body: operation.body === null ? fc.option(wrong, { freq: 10 }) : valuesOf(operation.body, drawn),
    asForm: fc.boolean(),
  });
}

/** A secret is right more often than not: what is behind it is worth more inputs than the door. */
function queryValues(name, schema, { account, drawn }) {
  const own = account.value(OTHER_NAMES[name] ?? name);
  const right = own === undefined ? RIGHT_QUERY[name] : [own];
  const values = valuesOf(schema, drawn);
  return right === undefined
    ? values
    : fc.oneof({ weight: 6, arbitrary: anyOf(right) }, { weight: 1, arbitrary: values });
}

/** What query parameters of no closed set are when they are right. */
const RIGHT_QUERY = {
  orderby: ['createdAt', 'CreatedAt', 'createdat'],
  from: ['2026-01-01', '2026-11-01'],
  to: ['2026-11-30', '2026-12-24T00:00:00Z'],
  date_from: ['2026-11-01'],
  date_to: ['2026-11-30'],
  kind: ['callback', 'click,conversion', 'upload', 'postback'],
  status: ['Success', 'Pending', 'Active', 'Failed,Sent', 'Done'],
  result: ['recorded', 'succeeded'],
  search: ['boost', '%', '_'],
};

const OTHER_NAMES = { gk_click_id: 'clickId', transaction_id: 'conversionId' };

function pathValues(name, schema, { account, drawn, operation }) {
  const own = account.value(name);
  const right = own === undefined ? (RIGHT_NAMES[name] ?? idsFor(operation.path, account)) : [own];
  return fc.oneof({ weight: 12, arbitrary: anyOf(right) }, { weight: 1, arbitrary: valuesOf(schema, drawn) });
}

/** Ids of what the path is about; of anything where nothing is told. */
function idsFor(path, account) {
  const [, kind] = Object.entries(KIND_OF).find(([part]) => path.includes(part)) ?? [];
  const found = kind?.map((name) => account.value(name)).filter((id) => id !== undefined) ?? [];
  return found.length === 0 ? account.ids() : found;
}

const KIND_OF = {
  '/scheduled-changes': ['changeId'],
  '/partners/{id}': ['partnerId'],
  '/postbacks': ['postbackId'],
  '/deliveries': ['deliveryId'],
  '/conversions': ['conversionId'],
  '/advertisers': ['advertiserId'],
  '/offer': ['offerId', 'multiOfferId'],
};

function toRequest({ operation, path, query, body, asForm }) {
  const segments = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeSlot(name));
  const request = newRequest(operation.method, segments, {
    query: Object.entries(query).map(([name, value]) => [name, toText(value)]),
  });
  request.segments = request.segments.map((segment) =>
    segment.startsWith(SLOT) ? toText(path[segment.slice(SLOT.length)]) : segment,
  );
  if (body === null || body === undefined || operation.method === 'GET') return request;
  if (operation.isForm && asForm && typeof body === 'object') {
    return withForm(
      request,
      Object.entries(body).map(([name, value]) => [name, toText(value)]),
    );
  }
  return withJson(request, body);
}

const SLOT = '\u0001';
const encodeSlot = (name) => `${SLOT}${name}`;
const toText = (value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

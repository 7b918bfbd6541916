import fc from 'fast-check';
import { INSTANTS, NASTY, RIGHT_INSTANTS, RIGHT_URLS, URLS, WORDS } from './words.mjs';

const DEEPEST = 4;
/** Of so many values one is not what the schema says. */
const RIGHT = 40;

/** One of a list. Unlike `constantFrom` it takes no copy of it, and nothing here is shrunk. */
export const anyOf = (list) => fc.nat({ max: list.length - 1 }).map((index) => list[index]);

const nasty = anyOf(NASTY);
const words = anyOf([...WORDS, ...URLS]);
const mostly = (right, others) =>
  fc.oneof({ weight: 6, arbitrary: anyOf(right) }, { weight: 1, arbitrary: anyOf(others) });
const instants = mostly(RIGHT_INSTANTS, INSTANTS);
const urls = mostly(RIGHT_URLS, [...URLS, ...NASTY]);
const emails = mostly(['a@b.example'], NASTY);

/**
 * Values that a schema allows, most of the time; now and then one that it does not. `drawn` is `{resolve, known}`: what a
 * `$ref` names, and ids that exist.
 */
export function valuesOf(schema, drawn, depth = 0) {
  return fc.oneof({ weight: RIGHT, arbitrary: allowed(schema, drawn, depth) }, { weight: 1, arbitrary: wrong });
}

/** What no field is meant for. */
export const wrong = fc.oneof(
  anyOf([null, '', -1, 0, 0.1, 1e21, -1e-7, 2 ** 53, true, [], {}, [[]], [null], '\0', 'x'.repeat(3_000)]),
  nasty,
  fc.jsonValue({ maxDepth: 2 }),
);

function allowed(schema, drawn, depth) {
  if (schema.$ref !== undefined) return allowed(drawn.resolve(schema.$ref), drawn, depth);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return anyOf(schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => allowed(choice, drawn, depth)));
  if (schema.allOf !== undefined) return allowed(Object.assign({}, ...schema.allOf), drawn, depth);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['string']);
  return fc.oneof(...types.map((type) => (BY_TYPE[type] ?? texts)(schema, drawn, depth)));
}

const BY_TYPE = {
  integer: ({ minimum = -5, maximum = 1_000_000 }) =>
    fc.oneof(
      fc.constantFrom(minimum, Math.max(minimum, 1)),
      fc.integer({ min: minimum, max: Math.max(minimum, maximum) }),
    ),
  number: ({ minimum = -5, maximum = 1_000_000 }) =>
    fc.oneof(fc.constantFrom(minimum, 9.99, 0.000001), fc.double({ min: minimum, max: maximum, noNaN: true })),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: ({ items = {} }, drawn, depth) =>
    fc.array(valuesOf(items, drawn, depth + 1), { maxLength: depth > DEEPEST ? 0 : 3 }),
  object: objects,
};

function texts({ format, maxLength = 60 }, { known }) {
  if (format === 'uuid') {
    return fc.oneof({ weight: 6, arbitrary: anyOf(known) }, { weight: 1, arbitrary: fc.uuid() });
  }
  if (format === 'date-time' || format === 'date') return instants;
  if (format === 'uri') return urls;
  if (format === 'email') return emails;
  return fc.oneof(words, anyOf(known), fc.string({ unit: 'binary', maxLength: Math.min(maxLength, 60) }), nasty);
}

function objects({ properties = {}, required = [], additionalProperties }, drawn, depth) {
  if (depth > DEEPEST) return fc.constant({});
  const fields = Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, drawn, depth + 1)]);
  if (fields.length === 0 && additionalProperties !== undefined && additionalProperties !== false) {
    return fc.dictionary(words, wrong, { maxKeys: 3 });
  }
  return fc.record(Object.fromEntries(fields), { requiredKeys: required.filter((name) => name in properties) });
}

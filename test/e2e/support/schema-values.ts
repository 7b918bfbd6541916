import fc from 'fast-check';
import type { Resolve, Schema } from './openapi';

/** What values may be drawn from beside their schema. */
export interface Drawn {
  resolve: Resolve;
  /** Ids that exist. */
  known: readonly string[];
}

const WORDS = ['lus', 'purchase', 'Boost Card', '9.99', '2m', 'a b', 'é', '{gk_click_id}', '2026-11-21'];
/** Nobody listens there. */
const URLS = [
  'http://127.0.0.1:9/?c={gk_click_id}',
  'http://127.0.0.1:9/x',
  'http://localhost:9/{pub_sub_1}',
  'ftp://x',
];
const INSTANTS = ['2026-11-21T06:00:00.000Z', '2050-01-01T00:00:00Z', '1970-01-01', '9999-12-31T23:59:59.999Z'];
const DEEPEST = 4;

/** Values that a schema allows, most of the time; now and then one that it does not. */
export function valuesOf(schema: Schema, drawn: Drawn, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: allowed(schema, drawn, depth) }, { weight: 1, arbitrary: wrong });
}

/** What no field is meant for. */
export const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    -1,
    0,
    1e21,
    2 ** 53,
    true,
    [],
    {},
    '\0',
    '\ud800',
    'x'.repeat(3_000),
    '__proto__',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

function allowed(schema: Schema, drawn: Drawn, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return allowed(drawn.resolve(schema.$ref) as Schema, drawn, depth);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => allowed(choice, drawn, depth)));
  if (schema.allOf !== undefined) return allowed(Object.assign({}, ...schema.allOf) as Schema, drawn, depth);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['string']);
  return fc.oneof(...types.map((type) => BY_TYPE[type]?.(schema, drawn, depth) ?? texts(schema, drawn)));
}

type OfType = (schema: Schema, drawn: Drawn, depth: number) => fc.Arbitrary<unknown>;

const BY_TYPE: Readonly<Record<string, OfType>> = {
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
  object: (schema, drawn, depth) => objects(schema, drawn, depth),
};

function texts({ format, maxLength = 60 }: Schema, { known }: Drawn): fc.Arbitrary<string> {
  if (format === 'uuid') {
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fc.uuid() });
  }
  if (format === 'date-time' || format === 'date') return fc.constantFrom(...INSTANTS);
  if (format === 'uri') return fc.constantFrom(...URLS);
  return fc.oneof(
    fc.constantFrom(...WORDS, ...URLS, ...known),
    fc.string({ unit: 'binary', maxLength: Math.min(maxLength, 60) }),
  );
}

function objects({ properties = {}, required = [] }: Schema, drawn: Drawn, depth: number): fc.Arbitrary<unknown> {
  if (depth > DEEPEST) return fc.constant({});
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, valuesOf(schema, drawn, depth + 1)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: required.filter((name) => name in properties) });
}

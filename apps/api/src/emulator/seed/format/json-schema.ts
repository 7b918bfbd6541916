import type { Shape } from './shape';

export type JsonSchema = Readonly<Record<string, unknown>>;

const INSTANT =
  '^(19[7-9]\\d|[2-8]\\d{3}|9[0-8]\\d\\d)-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,3})?)?(Z|[+-]\\d\\d:\\d\\d)$';

/** A shape as JSON Schema, draft 2020-12. What no schema can say, such as references by name, is left to the reader. */
export function toJsonSchema(shape: Shape): JsonSchema {
  const described = { ...(shape.about !== undefined && { description: shape.about }) };
  const own = ofKind(shape);
  return shape.nullable === true ? { ...described, anyOf: [own, { type: 'null' }] } : { ...described, ...own };
}

function ofKind(shape: Shape): JsonSchema {
  if (shape.kind === 'text') return textSchema(shape);
  if (shape.kind === 'number') return numberSchema(shape);
  if (shape.kind === 'fields') return fieldsSchema(shape);
  switch (shape.kind) {
    case 'flag':
      return { type: 'boolean' };
    case 'choice':
      return { enum: [...shape.words] };
    case 'instant':
      return { type: 'string', pattern: INSTANT };
    case 'list':
      return { type: 'array', items: toJsonSchema(shape.of), minItems: shape.least, maxItems: shape.most };
    case 'texts':
      return { type: 'object', ...textsSchema(shape.names) };
    case 'object':
      return { type: 'object' };
  }
}

type Of<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;

function textSchema({ least, most, pattern }: Of<'text'>): JsonSchema {
  return { type: 'string', minLength: least, maxLength: most, ...(pattern !== undefined && { pattern }) };
}

function numberSchema({ least, most, whole, above }: Of<'number'>): JsonSchema {
  const type = whole ? 'integer' : 'number';
  return { type, [above === true ? 'exclusiveMinimum' : 'minimum']: least, maximum: most };
}

function fieldsSchema({ fields, needed }: Of<'fields'>): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, of]) => [name, toJsonSchema(of)])),
    required: [...needed],
    additionalProperties: false,
  };
}

function textsSchema(names: readonly string[] | null): JsonSchema {
  const value = { type: 'string', maxLength: 2_048 };
  if (names === null) return { additionalProperties: value };
  return { properties: Object.fromEntries(names.map((name) => [name, value])), additionalProperties: false };
}

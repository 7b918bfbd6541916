/** The same, or `null`. */
export function orNull(schema) {
  if (schema.anyOf !== undefined) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  if (typeof schema.type !== 'string')
    return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: 'null' }] };
  const { const: value, ...rest } = schema;
  const values = schema.enum ?? (value === undefined ? undefined : [value]);
  return { ...rest, type: [schema.type, 'null'], ...(values === undefined ? {} : { enum: [...values, null] }) };
}

/** Takes the `null` out of a schema again. */
export function withoutNull(schema) {
  if (Array.isArray(schema.type) && schema.type.length === 2 && schema.type[1] === 'null') {
    const { enum: values, ...rest } = schema;
    const left = values?.filter((value) => value !== null);
    return { value: { ...rest, type: schema.type[0], ...(left && { enum: left }) }, isNullable: true };
  }
  const isNullableUnion = schema.anyOf?.at(-1)?.type === 'null';
  if (!isNullableUnion) return { value: schema, isNullable: false };
  const others = schema.anyOf.slice(0, -1);
  return { value: others.length === 1 ? others[0] : { anyOf: others }, isNullable: true };
}

import { UNKNOWN } from '../source/values.mjs';

const NOTHING = () => ({});
const UUID = () => ({ type: 'string', format: 'uuid' });
const known = (schema) =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined && value !== UNKNOWN));

/** Rules of class-validator, as JSON Schema; arguments as they are written. */
const PACKAGE_RULES = {
  IsString: () => ({ type: 'string' }),
  IsInt: () => ({ type: 'integer' }),
  IsNumber: () => ({ type: 'number' }),
  IsBoolean: () => ({ type: 'boolean' }),
  IsArray: () => ({ type: 'array' }),
  IsObject: NOTHING,
  IsIn: (values) => (Array.isArray(values) ? { enum: values } : {}),
  Equals: (value) => ({ const: value }),
  Min: (minimum) => ({ minimum }),
  Max: (maximum) => ({ maximum }),
  IsPositive: () => ({ exclusiveMinimum: 0 }),
  Length: (minLength, maxLength) => ({ minLength: minLength === 0 ? undefined : minLength, maxLength }),
  MinLength: (minLength) => ({ minLength }),
  MaxLength: (maxLength) => ({ maxLength }),
  IsNotEmpty: () => ({ minLength: 1 }),
  Matches: (pattern) => (pattern instanceof RegExp && pattern.flags === '' ? { pattern: pattern.source } : {}),
  IsUrl: () => ({ type: 'string', format: 'uri' }),
  IsEmail: () => ({ type: 'string', format: 'email' }),
  IsUUID: UUID,
  IsISO8601: () => ({ type: 'string', format: 'date-time' }),
  IsDateString: () => ({ type: 'string', format: 'date-time' }),
  IsDate: () => ({ type: 'string', format: 'date-time' }),
  ArrayMinSize: (minItems) => ({ minItems }),
  ArrayMaxSize: (maxItems) => ({ maxItems }),
  ArrayNotEmpty: () => ({ minItems: 1 }),
  ArrayUnique: () => ({ uniqueItems: true }),
  IsNotEmptyObject: () => ({ minProperties: 1 }),
  ...Object.fromEntries(
    ['IsOptional', 'IsDefined', 'ValidateIf', 'ValidateNested', 'Type', 'Transform', 'Allow', 'Expose'].map((name) => [
      name,
      NOTHING,
    ]),
  ),
};

/** Rules of our own, by the name that they give `ValidateBy`; parameters of the function that makes them. */
const OWN_RULES = {
  isId: UUID,
  isRowId: UUID,
  isPlainText: ({ longest }) => ({ type: 'string', maxLength: longest }),
  isInstant: () => ({ type: 'string', format: 'date-time' }),
  isDuration: () => ({ type: ['string', 'integer'], examples: ['2m'] }),
  isMoney: () => ({ type: 'number', minimum: 0 }),
  isBudget: () => ({ type: 'number', exclusiveMinimum: 0 }),
  isPercent: () => ({ type: 'number', minimum: 0, maximum: 100 }),
  hasNoProblem: NOTHING,
  isAddressRange: NOTHING,
};

/**
 * What the validators of a property say, on top of its type. Answers `{ schema, each, unknown }`: `each` is about the
 * items of an array, `unknown` are the names of rules that nobody described here.
 */
export function readRules(decorators) {
  const found = { schema: {}, each: {}, unknown: [] };
  for (const { name, args, params } of decorators) {
    if (!Object.hasOwn(PACKAGE_RULES, name) && !Object.hasOwn(OWN_RULES, name)) {
      found.unknown.push(name);
      continue;
    }
    const isOwn = Object.hasOwn(OWN_RULES, name);
    const said = known(isOwn ? OWN_RULES[name](params) : PACKAGE_RULES[name](...args));
    Object.assign(isAboutItems(args) ? found.each : found.schema, said);
  }
  return found;
}

function isAboutItems(args) {
  return args.some((arg) => arg !== null && typeof arg === 'object' && arg.each === true);
}

/**
 * A type's schema narrowed by rules. A reference stays one, unless rules allow fewer values than the `valuesOf` what it
 * refers to.
 */
export function narrow(schema, { schema: own, each }, valuesOf) {
  const narrowed = merge(schema, own, valuesOf);
  if (Object.keys(each).length === 0 || narrowed.items === undefined) return narrowed;
  return { ...narrowed, items: merge(narrowed.items, each, valuesOf) };
}

function merge(schema, rules, valuesOf) {
  if (schema.$ref === undefined) return { ...schema, ...rules };
  const values = valuesOf(schema.$ref);
  const isNarrower = rules.enum !== undefined && values !== undefined && rules.enum.length < values.length;
  return isNarrower ? { type: 'string', enum: rules.enum } : schema;
}

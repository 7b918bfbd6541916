import ts from 'typescript';
import { describe, examplesOf } from '../source/comments.mjs';
import { UNKNOWN } from '../source/values.mjs';
import { Components } from './components.mjs';
import { orNull, withoutNull } from './nullable.mjs';
import { narrow, readRules } from './rules.mjs';

/** What names mean in this project: instants are `…At`, ids of rows are UUIDs, and what is counted is whole. */
const INSTANT = /(At|^at|^clickTime|^now)$/;
const COUNT =
  /((Cap|Count|Days|Index|Made|Ms|Number|Order|Pages|Size|Time)|^(attempted|calls|indexFrom|matched|matured|number|status))$/;
const ROW_ID =
  /^(id|(account|advertiser|category|click|conversion|country|delivery|link|offer|offerEvent|partner|postback|response|view)Id)$/;

/** Properties that the code reads as `unknown`, because it checks them by itself: what they may be. */
const BY_HAND = {
  'SetFaults.failNext': (schemas) => ({
    oneOf: [{ type: 'integer', minimum: 1, maximum: 10_000 }, schemas.named('FailNext')],
  }),
  'ScriptReceiver.script': (schemas) => ({ type: 'array', items: schemas.named('ReceiverStep') }),
};

/** Turns classes, interfaces and other objects into JSON Schema; validators of a class narrow its properties. */
export class ObjectSchemas {
  constructor(schemas, decorators) {
    this.schemas = schemas;
    this.checker = schemas.checker;
    this.decorators = decorators;
    this.values = decorators.values;
  }

  of(type) {
    const index = this.checker.getIndexInfosOfType(type)[0];
    const fields = this.fieldsOf(type);
    if (index !== undefined && fields.length === 0)
      return { type: 'object', additionalProperties: this.schemas.ofType(index.type) };
    const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    return {
      type: 'object',
      properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
      ...(required.length === 0 ? {} : { required }),
      ...(fields.some(({ isValidated }) => isValidated) ? { additionalProperties: false } : {}),
    };
  }

  /** Data members of a class, interface or object in the order of their declaration; those that an interface extends come first. */
  fieldsOf(type) {
    const members = this.checker.getPropertiesOfType(type).filter((symbol) => isData(symbol));
    const isOwn = ({ declarations }) =>
      declarations?.some(({ parent }) => type.symbol?.declarations?.includes(parent)) ?? true;
    const isInterface = type.symbol?.declarations?.some(ts.isInterfaceDeclaration) ?? false;
    const sorted = isInterface ? [...members.filter((symbol) => !isOwn(symbol)), ...members.filter(isOwn)] : members;
    return sorted.map((symbol) => this.#fieldOf(type, symbol));
  }

  #fieldOf(type, symbol) {
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
    const validators = this.#validatorsOf(type, symbol.name);
    const rules = readRules(validators);
    for (const name of rules.unknown)
      this.schemas.warn(`${symbol.name}: the rule ${name} is not described in rules.mjs`);
    const defaults = this.#defaultOf(declaration);
    const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0 || defaults.isThere;
    return {
      name: symbol.name,
      isRequired: !isOptional && !validators.some(({ name }) => name === 'IsOptional'),
      isValidated: validators.length > 0,
      schema: this.#complete(symbol, this.#narrowed(symbol, declaration, rules), defaults),
    };
  }

  /** Rules speak of the value, not of the `null` that may stand in its place. */
  #narrowed(symbol, declaration, rules) {
    const written = BY_HAND[`${declaration?.parent?.name?.text ?? ''}.${symbol.name}`];
    const schema = written?.(this.schemas) ?? byName(symbol.name, this.schemas.ofProperty(symbol, declaration));
    const { value, isNullable } = withoutNull(schema);
    const narrowed = narrow(value, rules, Components.valuesOf);
    return isNullable ? orNull(narrowed) : narrowed;
  }

  #complete(symbol, schema, { isThere, value }) {
    const description = describe(this.checker, symbol);
    const examples = examplesOf(this.checker, symbol);
    return {
      ...schema,
      ...(description === '' ? {} : { description }),
      ...(isThere && value !== UNKNOWN ? { default: value } : {}),
      ...(examples.length === 0 ? {} : { examples }),
    };
  }

  #defaultOf(declaration) {
    const isThere =
      declaration !== undefined && ts.isPropertyDeclaration(declaration) && declaration.initializer !== undefined;
    return { isThere, value: isThere ? this.values.evaluate(declaration.initializer) : UNKNOWN };
  }

  /** Those of the property in the class and in those that it extends, its own last. */
  #validatorsOf(type, name) {
    const inherited = type.isClassOrInterface() ? (this.checker.getBaseTypes(type) ?? []) : [];
    const declarations = type.symbol?.declarations ?? [];
    const own = declarations
      .filter(ts.isClassDeclaration)
      .flatMap(({ members }) =>
        members.filter((member) => ts.isPropertyDeclaration(member) && member.name.getText() === name),
      );
    return [
      ...inherited.flatMap((base) => this.#validatorsOf(base, name)),
      ...own.flatMap((member) => this.decorators.of(member)),
    ];
  }
}

function isData(symbol) {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  if (declaration === undefined) return true;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const isHidden =
    (ts.getCombinedModifierFlags(declaration) & hidden) !== 0 ||
    ts.isPrivateIdentifier(declaration.name ?? declaration);
  return !isHidden && !ts.isMethodDeclaration(declaration) && !ts.isMethodSignature(declaration);
}

function byName(name, schema) {
  const { value, isNullable } = withoutNull(schema);
  const meaning = Object.keys(value).length === 1 ? meaningOf(name, value.type) : null;
  if (meaning === null) return schema;
  return isNullable ? orNull({ ...value, ...meaning }) : { ...value, ...meaning };
}

function meaningOf(name, type) {
  if (type === 'number') return COUNT.test(name) ? { type: 'integer' } : null;
  if (type !== 'string') return null;
  if (INSTANT.test(name)) return { format: 'date-time' };
  return ROW_ID.test(name) ? { format: 'uuid' } : null;
}

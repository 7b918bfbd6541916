import ts from 'typescript';
import { describe } from '../source/comments.mjs';
import { Components, folderOf, nameOf } from './components.mjs';
import { orNull } from './nullable.mjs';
import { ObjectSchemas } from './object-schemas.mjs';

const { TypeFlags } = ts;
const SIMPLE = [
  [TypeFlags.String | TypeFlags.TemplateLiteral | TypeFlags.StringMapping, 'string'],
  [TypeFlags.Number, 'number'],
  [TypeFlags.Boolean, 'boolean'],
  [TypeFlags.Null | TypeFlags.Void | TypeFlags.Undefined, 'null'],
];

/** Turns types into JSON Schema (2020-12). What has a name of ours becomes a component and is referred to. */
export class Schemas {
  /** What types do not tell, and where. */
  warnings = [];

  /** What is being described, for warnings. */
  place = '';

  constructor(program, decorators) {
    this.checker = program.checker;
    this.program = program;
    this.components = new Components();
    this.objects = new ObjectSchemas(this, decorators);
  }

  warn(what) {
    this.warnings.push(`${this.place}: ${what}`);
  }

  /** The schema of a class, interface or alias at the top level of one of the API's files. */
  named(name) {
    const { checker } = this;
    const type = checker.getDeclaredTypeOfSymbol(checker.getSymbolAtLocation(this.program.declared(name).name));
    return this.ofType(type);
  }

  /** The schema of what a declaration says its type is: names of aliases survive, which types forget. */
  ofNode(node) {
    return this.#ofAnnotation(node, this.checker.getTypeFromTypeNode(node));
  }

  /** The schema of a property: `undefined` (it may be left out) is not a value on the wire. */
  ofProperty(symbol, declaration) {
    const type = this.checker.getTypeOfSymbol(symbol);
    const node = declaration?.type;
    if (node !== undefined && this.#isSame(this.checker.getTypeFromTypeNode(node), type))
      return this.#ofAnnotation(node, type);
    return this.ofType(type);
  }

  ofType(type) {
    if (type.flags & TypeFlags.Any) return this.#untyped('any');
    if (type.flags & (TypeFlags.Unknown | TypeFlags.TypeParameter)) return {};
    const simple = SIMPLE.find(([flags]) => type.flags & flags);
    if (simple !== undefined) return { type: simple[1] };
    if (type.isLiteral() || type.flags & TypeFlags.BooleanLiteral) return literal(this.#valueOf(type));
    if (type.flags & TypeFlags.BigIntLike) return this.#untyped('bigint');
    return this.#ofComposite(type);
  }

  /** Of `Promise<T>` the T. */
  unwrapPromise(node) {
    const isPromise =
      ts.isTypeReferenceNode(node) && node.typeName.getText() === 'Promise' && node.typeArguments?.length === 1;
    return isPromise ? node.typeArguments[0] : node;
  }

  #isSame(a, b) {
    const { checker } = this;
    return (
      a === b ||
      checker.getNonNullableType(a) === checker.getNonNullableType(b) ||
      (checker.isTypeAssignableTo(a, b) && checker.isTypeAssignableTo(b, a))
    );
  }

  #ofAnnotation(node, type) {
    if (ts.isParenthesizedTypeNode(node)) return this.#ofAnnotation(node.type, type);
    if (ts.isArrayTypeNode(node)) return { type: 'array', items: this.ofNode(node.elementType) };
    if (ts.isUnionTypeNode(node) && node.types.some((member) => isNothing(member))) return this.#ofNullable(node);
    const alias = this.#aliasOf(node);
    return alias === undefined ? this.ofType(type) : this.#component(alias, type);
  }

  #ofNullable(node) {
    const members = node.types.filter((member) => !isNothing(member));
    const schema =
      members.length === 1 ? this.ofNode(members[0]) : this.#anyOf(members.map((member) => this.ofNode(member)));
    return node.types.some((member) => isNull(member)) ? orNull(schema) : schema;
  }

  /** The alias of ours that a node names, when what it stands for deserves a name. */
  #aliasOf(node) {
    if (!ts.isTypeReferenceNode(node) || node.typeArguments !== undefined) return undefined;
    const symbol = this.#symbolAt(node.typeName);
    const declaration = symbol?.declarations?.find(ts.isTypeAliasDeclaration);
    const type = this.checker.getTypeFromTypeNode(node);
    const isNamed = declaration && this.program.isOurs(declaration) && declaration.typeParameters === undefined;
    return isNamed && (type.isUnion() || type.flags & TypeFlags.Object) && !this.#isRecord(type) ? symbol : undefined;
  }

  #symbolAt(name) {
    const symbol = this.checker.getSymbolAtLocation(name);
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  #isRecord(type) {
    return this.checker.getPropertiesOfType(type).length === 0;
  }

  #ofComposite(type) {
    const { checker } = this;
    if (type.aliasSymbol && type.aliasTypeArguments === undefined && this.#isOursAndNamed(type.aliasSymbol, type)) {
      return this.#component(type.aliasSymbol, type);
    }
    if (type.isUnion()) return this.#ofUnion(type);
    if (type.symbol?.name === 'Date') return { type: 'string', format: 'date-time' };
    if (checker.isTupleType(type))
      return { type: 'array', prefixItems: checker.getTypeArguments(type).map((item) => this.ofType(item)) };
    if (checker.isArrayType(type)) return { type: 'array', items: this.ofType(checker.getTypeArguments(type)[0]) };
    const name = nameOf(this.program, type);
    return name === null
      ? this.objects.of(type)
      : this.components.refer(name, type, () => this.#described(type.symbol, this.objects.of(type)));
  }

  #isOursAndNamed(symbol, type) {
    const declaration = symbol.declarations?.[0];
    return declaration !== undefined && this.program.isOurs(declaration) && (type.isUnion() || !this.#isRecord(type));
  }

  #component(alias, type) {
    const make = () => this.#described(alias, type.isUnion() ? this.#ofUnion(type) : this.objects.of(type));
    return this.components.refer(
      { name: alias.name, folder: folderOf(this.program.pathOf(alias.declarations[0])) },
      alias,
      make,
    );
  }

  #described(symbol, schema) {
    const description = describe(this.checker, symbol);
    return description === '' ? schema : { description, ...schema };
  }

  #ofUnion(type) {
    const members = type.types.filter(({ flags }) => !(flags & TypeFlags.Undefined));
    const values = members.filter(({ flags }) => !(flags & TypeFlags.Null));
    const schema = this.#ofMembers(values);
    return values.length === members.length ? schema : orNull(schema);
  }

  #ofMembers(types) {
    const literals = types.filter((type) => type.isLiteral() || type.flags & TypeFlags.BooleanLiteral);
    const others = types.filter((type) => !literals.includes(type)).map((type) => this.ofType(type));
    return this.#anyOf([...this.#ofLiterals(literals.map((type) => this.#valueOf(type))), ...others]);
  }

  #ofLiterals(values) {
    if (values.length === 0) return [];
    if (values.length === 2 && values.every((value) => typeof value === 'boolean')) return [{ type: 'boolean' }];
    return [values.length === 1 ? literal(values[0]) : { type: typeof values[0], enum: values }];
  }

  #valueOf(type) {
    return type.flags & TypeFlags.BooleanLiteral ? type.intrinsicName === 'true' : type.value;
  }

  #anyOf(schemas) {
    if (schemas.length === 1) return schemas[0];
    const isLiteral = ({ type, const: value }) => value !== undefined && type === schemas[0].type;
    return schemas.every(isLiteral)
      ? { type: schemas[0].type, enum: schemas.map(({ const: value }) => value) }
      : { anyOf: schemas };
  }

  #untyped(what) {
    this.warn(`the type is ${what}`);
    return {};
  }
}

const isNull = (node) => ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword;
const isNothing = (node) => isNull(node) || node.kind === ts.SyntaxKind.UndefinedKeyword;
const literal = (value) => ({ type: typeof value, const: value });

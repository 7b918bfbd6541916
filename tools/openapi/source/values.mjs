import ts from 'typescript';

/** What can't be known without running the program. */
export const UNKNOWN = Symbol('unknown');

const OPERATORS = {
  [ts.SyntaxKind.PlusToken]: (a, b) => a + b,
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.AsteriskAsteriskToken]: (a, b) => a ** b,
};

/** A declaration of ours behind a name, or the package that it is imported from. */
export function resolveName(checker, identifier) {
  const symbol = checker.getSymbolAtLocation(identifier);
  const imported = symbol?.declarations?.find(ts.isImportSpecifier);
  const packageName = imported?.parent.parent.parent.moduleSpecifier.text;
  if (packageName !== undefined && !/^(\.|@app\/)/.test(packageName)) {
    return { packageName, name: (imported.propertyName ?? imported.name).text };
  }
  const real = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = real?.declarations?.[0];
  return { name: declaration === undefined ? identifier.text : real.name, declaration };
}

/** Works out constant expressions; `env` maps names that are bound (parameters of a function that is followed) to values. */
export class Values {
  constructor(checker) {
    this.checker = checker;
  }

  evaluate(expression, env = new Map()) {
    const node = unwrap(expression);
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll('_', ''));
    if (ts.isRegularExpressionLiteral(node)) return toRegExp(node.text);
    if (ts.isIdentifier(node)) return this.#ofName(node, env);
    return this.#ofKeyword(node) ?? this.#ofCompound(node, env);
  }

  #ofKeyword(node) {
    const words = { [ts.SyntaxKind.TrueKeyword]: true, [ts.SyntaxKind.FalseKeyword]: false };
    return words[node.kind];
  }

  #ofCompound(node, env) {
    if (node.kind === ts.SyntaxKind.NullKeyword) return null;
    if (ts.isArrayLiteralExpression(node)) return this.#ofArray(node, env);
    if (ts.isObjectLiteralExpression(node)) return this.#ofObject(node, env);
    if (ts.isPropertyAccessExpression(node)) return this.#ofMember(node, env);
    if (ts.isTemplateExpression(node)) return this.#ofTemplate(node, env);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
      const value = this.evaluate(node.operand, env);
      return value === UNKNOWN ? UNKNOWN : -value;
    }
    if (ts.isBinaryExpression(node)) return this.#ofOperation(node, env);
    return UNKNOWN;
  }

  #ofName(node, env) {
    if (env.has(node.text)) return env.get(node.text);
    if (node.text === 'undefined') return undefined;
    const { declaration } = resolveName(this.checker, node);
    const isConstant = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined;
    return isConstant ? this.evaluate(declaration.initializer) : UNKNOWN;
  }

  #ofArray(node, env) {
    const items = node.elements.flatMap((element) =>
      ts.isSpreadElement(element) ? this.evaluate(element.expression, env) : [this.evaluate(element, env)],
    );
    return items.includes(UNKNOWN) ? UNKNOWN : items;
  }

  /** Members that are unknown stay as such: the others may be all that is asked for. */
  #ofObject(node, env) {
    const object = {};
    for (const member of node.properties) {
      if (ts.isPropertyAssignment(member) && (ts.isIdentifier(member.name) || ts.isStringLiteralLike(member.name))) {
        object[member.name.text] = this.evaluate(member.initializer, env);
      } else if (ts.isShorthandPropertyAssignment(member)) {
        const symbol = this.checker.getShorthandAssignmentValueSymbol(member);
        object[member.name.text] = env.get(member.name.text) ?? this.#ofDeclaration(symbol?.declarations?.[0]);
      }
    }
    return object;
  }

  #ofDeclaration(declaration) {
    const isConstant = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
    return isConstant ? this.evaluate(declaration.initializer) : UNKNOWN;
  }

  #ofMember(node, env) {
    const object = this.evaluate(node.expression, env);
    const isThere = object !== UNKNOWN && object !== null && typeof object === 'object';
    return isThere && Object.hasOwn(object, node.name.text) ? object[node.name.text] : UNKNOWN;
  }

  #ofTemplate(node, env) {
    let text = node.head.text;
    for (const span of node.templateSpans) {
      const value = this.evaluate(span.expression, env);
      if (value === UNKNOWN) return UNKNOWN;
      text += `${value}${span.literal.text}`;
    }
    return text;
  }

  #ofOperation({ left, operatorToken, right }, env) {
    const operate = OPERATORS[operatorToken.kind];
    const values = [this.evaluate(left, env), this.evaluate(right, env)];
    return operate === undefined || values.includes(UNKNOWN) ? UNKNOWN : operate(...values);
  }
}

/** Without brackets, `as const`, `satisfies` and `!`. */
export function unwrap(node) {
  const isWrapped =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node);
  return isWrapped ? unwrap(node.expression) : node;
}

function toRegExp(text) {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}

import ts from 'typescript';
import { resolveName, UNKNOWN, unwrap } from './values.mjs';

/**
 * Decorators of a class, method, property or parameter, each as `{ name, args, params, file }`: `args` are its constant
 * arguments. One of our own that is made of others (`applyDecorators(…)`, or a function that returns one) is followed
 * down to those; `params` are then the arguments of our function by name. `ValidateBy({ name })` goes by that name.
 */
export class Decorators {
  constructor(program, values) {
    this.checker = program.checker;
    this.values = values;
  }

  of(node) {
    const decorators = (ts.canHaveDecorators(node) && ts.getDecorators(node)) || [];
    return decorators.flatMap(({ expression }) => this.#expand(expression, new Map()));
  }

  /** The decorators as they are written, not followed. */
  written(node) {
    const decorators = (ts.canHaveDecorators(node) && ts.getDecorators(node)) || [];
    return decorators.map(({ expression }) => {
      const call = unwrap(expression);
      const callee = ts.isCallExpression(call) ? call.expression : call;
      return {
        name: ts.isIdentifier(callee) ? resolveName(this.checker, callee).name : callee.getText(),
        args: ts.isCallExpression(call) ? call.arguments.map((arg) => this.values.evaluate(arg)) : [],
        nodes: ts.isCallExpression(call) ? [...call.arguments] : [],
      };
    });
  }

  #expand(expression, env) {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) return this.#followConstant(node, env);
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return [];
    const { name, packageName, declaration } = resolveName(this.checker, node.expression);
    if (name === 'applyDecorators') return node.arguments.flatMap((arg) => this.#expand(arg, env));
    if (packageName !== undefined) return [this.#leaf(name, node, env)];
    const target = functionOf(declaration);
    if (target === undefined) return [{ name, args: [], params: {} }];
    const result = returned(target);
    return result === undefined
      ? [{ name, args: [], params: {} }]
      : this.#expand(result, this.#bind(target, node, env));
  }

  #followConstant(node, env) {
    const { name, packageName, declaration } = resolveName(this.checker, node);
    const isConstant = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
    if (isConstant) return this.#expand(declaration.initializer, env);
    return [{ name, args: [], params: {}, packageName }];
  }

  #leaf(name, node, env) {
    const args = node.arguments.map((arg) => this.values.evaluate(arg, env));
    const [first] = args;
    const isOwnRule = name === 'ValidateBy' && first !== UNKNOWN && typeof first?.name === 'string';
    return { name: isOwnRule ? first.name : name, args, params: Object.fromEntries(env) };
  }

  /** Parameters of our function by name, around those of whoever called it. */
  #bind(target, call, env) {
    const bound = new Map(env);
    target.parameters.forEach((parameter, index) => {
      const given = call.arguments[index] ?? parameter.initializer;
      const value = given === undefined ? undefined : this.values.evaluate(given, env);
      if (ts.isIdentifier(parameter.name)) bound.set(parameter.name.text, value);
      else for (const { name } of parameter.name.elements) bound.set(name.text, memberOf(value, name.text));
    });
    return bound;
  }
}

function memberOf(value, name) {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name) ? value[name] : UNKNOWN;
}

function functionOf(declaration) {
  if (declaration === undefined) return undefined;
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  const value = ts.isVariableDeclaration(declaration) && declaration.initializer && unwrap(declaration.initializer);
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined;
}

/** What a function of one return answers. */
function returned({ body }) {
  if (body === undefined || !ts.isBlock(body)) return body;
  const statements = body.statements.filter(ts.isReturnStatement);
  return statements.length === 1 ? statements[0].expression : undefined;
}

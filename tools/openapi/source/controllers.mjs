import ts from 'typescript';
import { describe } from './comments.mjs';
import { UNKNOWN } from './values.mjs';

const METHODS = { Get: ['get'], Post: ['post'], Put: ['put'], Patch: ['patch'], Delete: ['delete'], Sse: ['get'] };
const ALL_METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Whose parameters and answers the types do not tell. */
const RAW = new Set(['Req', 'Request', 'Res', 'Response', 'Next']);
const WRITERS = new Set(['Res', 'Response']);

/**
 * Every route of every controller, in the order of files and methods. A route:
 * `{ controller, handler, folder, method, path, status, guards, isRootOnly, isStream, isRaw, isWriter, parameters, returns, docs }`.
 * `parameters`: `{ source: 'Body'|'Query'|'Param'|'Headers', name?, node, symbol }`; `returns`: the type that stands
 * there; `isRaw`: the handler reads the request by itself or (`isWriter`) writes the reply; `guards`: names, the controller's first.
 */
export function readControllers(program, decorators) {
  return program.files.flatMap((file) =>
    file.statements.filter(ts.isClassDeclaration).flatMap((node) => new Controller(program, decorators, node).routes()),
  );
}

class Controller {
  constructor(program, decorators, node) {
    this.program = program;
    this.decorators = decorators;
    this.node = node;
    this.written = decorators.written(node);
  }

  routes() {
    const controller = this.written.find(({ name }) => name === 'Controller');
    if (controller === undefined) return [];
    const prefixes = toPaths(controller.args[0], this.node.name.text);
    return this.node.members.filter(ts.isMethodDeclaration).flatMap((method) => this.#routesOf(method, prefixes));
  }

  #routesOf(method, prefixes) {
    const written = this.decorators.written(method);
    return written.flatMap(({ name, args }) => {
      const verbs = name === 'All' ? ALL_METHODS : METHODS[name];
      if (verbs === undefined) return [];
      const paths = toPaths(args[0], `${this.node.name.text}.${method.name.getText()}`);
      const full = prefixes.flatMap((prefix) => paths.map((path) => join(prefix, path)));
      const common = this.#describe(method, written);
      return full.flatMap((path) =>
        verbs.map((verb) => ({ ...common, method: verb, path, siblings: { full, verbs } })),
      );
    });
  }

  #describe(method, written) {
    const { checker } = this.program;
    const every = [...this.written, ...written];
    const code = written.find(({ name }) => name === 'HttpCode')?.args[0];
    const parameters = method.parameters.flatMap((parameter) => this.#parametersOf(parameter));
    return {
      controller: this.node.name.text,
      handler: method.name.getText(),
      place: `${this.program.pathOf(method)}: ${this.node.name.text}.${method.name.getText()}`,
      folder: folderOf(this.program.pathOf(this.node)),
      status: typeof code === 'number' ? code : null,
      guards: every
        .filter(({ name }) => name === 'UseGuards')
        .flatMap(({ nodes }) => nodes.map((node) => node.getText())),
      isRootOnly: every.some(({ name }) => name === 'RootOnly'),
      isStream: written.some(({ name }) => name === 'Sse'),
      isRaw: parameters.some(({ source }) => RAW.has(source)),
      isWriter: parameters.some(({ source }) => WRITERS.has(source)),
      parameters: parameters.filter(({ source }) => !RAW.has(source)),
      returns: method.type,
      docs: {
        operation: describe(checker, checker.getSymbolAtLocation(method.name)),
        controller: describe(checker, checker.getSymbolAtLocation(this.node.name)),
      },
    };
  }

  #parametersOf(parameter) {
    return this.decorators
      .written(parameter)
      .filter(({ name }) => RAW.has(name) || ['Body', 'Query', 'Param', 'Headers'].includes(name))
      .map(({ name, args }) => ({
        source: name,
        name: typeof args[0] === 'string' ? args[0] : null,
        node: parameter.type,
        isOptional: parameter.questionToken !== undefined || parameter.initializer !== undefined,
      }));
  }
}

/** What `@Get('a')`, `@Get(['a', 'b'])`, `@Get()` and `@Controller({ path })` mean. */
function toPaths(given, place) {
  if (given === UNKNOWN) throw new Error(`${place}: the path is not a constant.`);
  if (given === undefined) return [''];
  if (Array.isArray(given)) return given;
  return typeof given === 'object' ? toPaths(given.path, place) : [given];
}

/** `admin/v1/x/` and `:id/*rest` → `/admin/v1/x/{id}/{rest}`. */
function join(...parts) {
  const segments = parts.join('/').split('/').filter(Boolean);
  return `/${segments.map((segment) => segment.replace(/^[:*](\w+).*$/, '{$1}')).join('/')}`;
}

/** `apps/api/src/admin/offers/offers.controller.ts` → `admin/offers`. */
function folderOf(path) {
  return path.split('/').slice(3, -1).join('/');
}

import ts from 'typescript';

/** Files that handlers answer, by the name of their class. */
const FILES = {
  CsvFile: 'text/csv',
  XlsxFile: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  StreamableFile: 'application/octet-stream',
};

export const PROBLEM_TYPE = 'application/problem+json';
const NO_CONTENT = 204;

/** How the edges word errors, by the constant in the sources that says so. */
const EDGE_ERRORS = [
  { constant: 'ENVELOPE_ERRORS', response: (status) => `GoKart${status}` },
  { constant: 'INTEGR8_ERRORS', response: (status) => `Integr8${status}` },
];

const MEANINGS = {
  400: 'A parameter or field is missing or wrong; the answer says which.',
  401: 'The key or signature is missing or wrong.',
  403: 'Not allowed with this key, or not over plain HTTP.',
  404: "There is nothing like that, or it is not this account's.",
  409: 'It is in a state that does not allow this.',
  410: 'The offer is not active.',
  422: 'What the call names does not fit the offer.',
  429: 'Too many calls; `Retry-After` says how many seconds to wait.',
  503: 'The database does not answer.',
  default: 'Any other error.',
};

/** What handlers answer when all went well. */
export class Answers {
  constructor({ checker }, schemas) {
    this.checker = checker;
    this.schemas = schemas;
  }

  /** The answer of a handler when all went well, by its return type: `{ status, response }`. */
  success(route) {
    const status = route.status ?? (route.method === 'post' ? 201 : 200);
    const content = route.isStream ? eventStream() : this.#contentOf(route.returns);
    if (content === null && route.isWriter)
      this.#untyped('the handler writes its answer: describe it in public-routes.mjs');
    const description = status === NO_CONTENT || content === null ? 'Done; there is no body.' : 'All went well.';
    return { status, response: { description, ...(content === null ? {} : { content }) } };
  }

  #contentOf(returns) {
    if (returns === undefined) return this.#untyped('the handler has no return type');
    const node = this.schemas.unwrapPromise(returns);
    if (/^Observable</.test(node.getText())) return eventStream();
    const type = this.checker.getTypeFromTypeNode(node);
    if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return null;
    const members = membersOf(type);
    const files = members.map((member) => fileTypeOf(member, node)).filter((mediaType) => mediaType !== null);
    const data = members.filter((member) => fileTypeOf(member, node) === null);
    return {
      ...(data.length === 0
        ? {}
        : { 'application/json': { schema: this.#schemaOf(data, files.length === 0 ? node : null) } }),
      ...Object.fromEntries(files.map((mediaType) => [mediaType, { schema: { type: 'string' } }])),
    };
  }

  /** Of a whole annotation, or of the members of its union that are no files. */
  #schemaOf(members, node) {
    if (node === null && members.length > 1) return { anyOf: members.map((member) => this.schemas.ofType(member)) };
    const schema = node === null ? this.schemas.ofType(members[0]) : this.schemas.ofNode(node);
    if (Object.keys(schema).length === 0) this.#untyped('the answer is untyped');
    return schema;
  }

  #untyped(what) {
    this.schemas.warn(what);
    return null;
  }
}

/** The media type of a file that a handler answers; `null`: it is none. */
function fileTypeOf(type, node) {
  const name = type.flags & ts.TypeFlags.Any ? node.getText() : type.symbol?.name;
  if (name !== undefined && Object.hasOwn(FILES, name)) return FILES[name];
  const isFile = type.symbol?.declarations?.some(
    (declaration) =>
      ts.isClassDeclaration(declaration) && /StreamableFile/.test(declaration.heritageClauses?.[0]?.getText() ?? ''),
  );
  return isFile === true ? FILES.StreamableFile : null;
}

/** Answers with an error: those of the route by status, and `default`. Every edge words them in its own shape. */
export function errorResponses(path, statuses, prefixesOf) {
  const shape = EDGE_ERRORS.find(({ constant }) => prefixesOf(constant).some((prefix) => path.startsWith(prefix)));
  const nameOf = shape?.response ?? ((status) => `Problem${status}`);
  const names = [...statuses, 'default'].map((status) => [status, nameOf(status === 'default' ? 'Error' : status)]);
  return Object.fromEntries(names.map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]));
}

/** The shared responses that operations refer to; `errors`: the schema of each edge's errors. */
export function sharedResponses(names, errors) {
  return Object.fromEntries(
    [...names].sort().map((name) => {
      const [, edge, status] = /^(GoKart|Integr8|Problem)(\w+)$/.exec(name);
      const mediaType = edge === 'Problem' ? PROBLEM_TYPE : 'application/json';
      const description = MEANINGS[status === 'Error' ? 'default' : status];
      return [name, { description, content: { [mediaType]: { schema: errors[edge] } } }];
    }),
  );
}

const eventStream = () => ({ 'text/event-stream': { schema: { type: 'string' } } });
const membersOf = (type) => (type.isUnion() && !(type.flags & ts.TypeFlags.Boolean) ? type.types : [type]);

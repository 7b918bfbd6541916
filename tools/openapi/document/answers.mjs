import ts from 'typescript';

/** Files that handlers answer, by the name of their class. */
const FILES = { CsvFile: 'text/csv', StreamableFile: 'application/octet-stream' };

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
  404: 'There is nothing like that, or it is not this account’s.',
  409: 'It is in a state that does not allow this.',
  410: 'The offer is not active.',
  422: 'What the call names does not fit the offer.',
  429: 'Too many calls; `Retry-After` says how many seconds to wait.',
  503: 'The database does not answer.',
  default: 'Any other error.',
};

/** `a.b` of what a handler answers, as content by media type; `null`: nothing. */
export class Answers {
  constructor({ checker, isOurs }, schemas) {
    this.checker = checker;
    this.isOurs = isOurs;
    this.schemas = schemas;
  }

  /** The answer of a handler when all went well, by its return type: `{ status, response }`. */
  success(route) {
    const status = route.status ?? (route.method === 'post' ? 201 : 200);
    const content = route.isStream ? eventStream() : this.#contentOf(route.returns);
    const description = status === NO_CONTENT || content === null ? 'Done; there is no body.' : 'All went well.';
    return { status, response: { description, ...(content === null ? {} : { content }) } };
  }

  #contentOf(returns) {
    if (returns === undefined) return this.#untyped('no return type');
    const node = this.schemas.unwrapPromise(returns);
    if (/^Observable</.test(node.getText())) return eventStream();
    const type = this.checker.getTypeFromTypeNode(node);
    if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return null;
    const files = membersOf(type).flatMap((member) => this.#fileOf(member, node));
    const data = membersOf(type).filter((member) => this.#fileOf(member, node).length === 0);
    const content = Object.fromEntries(files.map((mediaType) => [mediaType, { schema: { type: 'string' } }]));
    if (data.length === 0) return content;
    const schema = files.length === 0 ? this.schemas.ofNode(node) : data.length === 1 ? this.schemas.ofType(data[0]) : { anyOf: data.map((member) => this.schemas.ofType(member)) };
    return { 'application/json': { schema }, ...content };
  }

  #fileOf(type, node) {
    const names = [type.symbol?.name, type.flags & ts.TypeFlags.Any ? node.getText() : undefined];
    return names.filter((name) => name !== undefined && Object.hasOwn(FILES, name)).map((name) => FILES[name]);
  }

  #untyped(what) {
    this.schemas.warn(what);
    return null;
  }
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

import { Answers, errorResponses } from './answers.mjs';
import { operationIdOf, summaryOf, tagOf } from './names.mjs';
import { parametersOf } from './parameters.mjs';
import { PUBLIC_ROUTES } from './public-routes.mjs';

const ADMIN_GUARD = 'AdminGuard';
const WRITES = new Set(['post', 'put', 'patch', 'delete']);

/** Whether a route takes a key. */
export const isGuarded = ({ guards }) => guards.includes(ADMIN_GUARD);

export const keyOf = ({ method, path }) => `${method.toUpperCase()} ${path}`;

/** Turns routes into operations. */
export class Operations {
  constructor(program, schemas) {
    this.program = program;
    this.schemas = schemas;
    this.values = schemas.objects.values;
    this.answers = new Answers(program, schemas);
  }

  of(route) {
    const entry = PUBLIC_ROUTES[keyOf(route)];
    if (entry === undefined && route.isRaw && !isGuarded(route)) throw new Error(forgotten(route));
    this.schemas.place = route.place;
    const parameters = parametersOf(route, entry, { schemas: this.schemas, checker: this.program.checker });
    const body = this.#bodyOf(route, entry, parameters);
    return {
      operationId: operationIdOf(route),
      tags: [tagOf(route.folder).name],
      ...wordsOf(route, entry),
      security: isGuarded(route) ? [{ ApiToken: [] }] : [],
      ...parametersIn(route, parameters),
      ...(body === undefined ? {} : { requestBody: body }),
      responses: { ...this.#errors(route, entry), ...this.#successes(route, entry) },
    };
  }

  #bodyOf(route, entry, parameters) {
    const typed = route.parameters.find(({ source }) => source === 'Body');
    if (entry?.body !== undefined) return entry.body;
    if (typed !== undefined) return this.#typedBody(typed);
    if (entry?.form === undefined) return undefined;
    const fields = parameters.filter(({ in: place }) => place === 'query');
    return this.#formOf(entry.form, fields);
  }

  #typedBody({ node }) {
    const schema = node === undefined ? {} : this.schemas.ofNode(node);
    if (Object.keys(schema).length === 0) this.schemas.warn('the body is untyped');
    const isRequired = ((schema.$ref?.schema ?? schema).required ?? []).length > 0;
    return { ...(isRequired ? { required: true } : {}), content: { 'application/json': { schema } } };
  }

  /** The same parameters as fields of a form or of JSON. */
  #formOf(name, parameters) {
    const make = () => ({
      type: 'object',
      properties: Object.fromEntries(
        parameters.map(({ name: field, description, schema }) => [
          field,
          { ...schema, ...(description && { description }) },
        ]),
      ),
    });
    const schema = this.schemas.components.refer({ name, folder: '' }, name, make);
    return {
      description: 'The same parameters; those of the query string count first.',
      content: { 'application/x-www-form-urlencoded': { schema }, 'application/json': { schema } },
    };
  }

  #successes(route, entry) {
    if (entry?.answers !== undefined) return entry.answers;
    if (entry?.data !== undefined) return { 200: this.#envelope(entry.data) };
    const { status, response } = this.answers.success(route);
    return { [status]: response };
  }

  /** What a GoKart handler writes to its reply: its data in the envelope. */
  #envelope(data) {
    const { properties, ...envelope } = this.schemas.named('ResponseResult').$ref.schema;
    const schema = typeof data === 'string' ? this.schemas.named(data) : data;
    const whole = {
      ...envelope,
      properties: { ...properties, data: schema },
      required: [...envelope.required, 'data'],
    };
    return { description: 'All went well.', content: { 'application/json': { schema: whole } } };
  }

  #errors(route, entry) {
    const prefixesOf = (constant) => this.values.evaluate(this.program.declared(constant).initializer).prefixes;
    return errorResponses(route.path, this.#statusesOf(route, entry), prefixesOf);
  }

  #statusesOf(route, entry) {
    if (!isGuarded(route)) return entry?.errors ?? [];
    const ofWrite = WRITES.has(route.method) ? [409] : [];
    return [...new Set([400, 401, 403, 404, ...ofWrite, ...(entry?.errors ?? [])])].sort();
  }
}

function forgotten(route) {
  return `${route.place} reads the request by itself: describe "${keyOf(route)}" in tools/openapi/document/public-routes.mjs.`;
}

function wordsOf(route, entry) {
  const summary = entry?.summary ?? summaryOf(route);
  const notes = [
    entry?.description ?? route.docs.operation,
    route.isRootOnly ? 'For the root key alone.' : '',
    route.guards.includes('LocalOnly')
      ? 'Only in the `local` profile; elsewhere there is nothing at this address.'
      : '',
  ].filter((note) => note !== '');
  return { summary, ...(notes.length === 0 ? {} : { description: notes.join('\n\n') }) };
}

function parametersIn(route, parameters) {
  const account = isGuarded(route) && !route.isRootOnly ? [{ $ref: '#/components/parameters/Account' }] : [];
  const all = [...parameters, ...account];
  return all.length === 0 ? {} : { parameters: all };
}

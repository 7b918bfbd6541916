import { request } from './http';

/** JSON Schema, as far as the description uses it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}

/** One call that the server documents. */
export interface Route {
  method: string;
  /** With its parameters in curly brackets. */
  path: string;
}

/** A documented call with all that it takes. */
export interface Operation extends Route {
  parameters: Parameter[];
  needsKey: boolean;
  /** Of the JSON body; `null`: it takes none. */
  body: Schema | null;
}

interface Described {
  security?: object[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Document {
  paths: Record<string, Record<string, Described>>;
}

/** Finds what a `$ref` names. */
export type Resolve = (ref: string) => unknown;

/** Every documented route below a path. */
export async function documentedRoutes(url: string, below: string): Promise<Route[]> {
  const { operations } = await documentedOperations(url, below);
  return operations.map(({ method, path }) => ({ method, path }));
}

export async function documentedOperations(
  url: string,
  below: string,
): Promise<{ operations: Operation[]; resolve: Resolve }> {
  const { json } = await request(`${url}/docs/openapi.json`);
  const document = json as Document;
  const resolve: Resolve = (ref) =>
    ref
      .slice('#/'.length)
      .split('/')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document);
  const operations = Object.entries(document.paths)
    .filter(([path]) => path.startsWith(below))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [], requestBody, security = [] }]) => ({
        method: method.toUpperCase(),
        path,
        needsKey: security.length > 0,
        parameters: parameters.map((one) => ('$ref' in one ? (resolve(one.$ref) as Parameter) : one)),
        body: requestBody?.content['application/json']?.schema ?? null,
      })),
    );
  return { operations, resolve };
}

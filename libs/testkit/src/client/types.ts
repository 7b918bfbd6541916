import type { components, paths } from '../openapi';

/** What the platform takes and answers, by the names of its OpenAPI document. */
export type Schemas = components['schemas'];

type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** Every path of the admin REST, without `/admin/v1`. */
type AdminPath = { [P in keyof paths]: P extends `/admin/v1${infer Rest}` ? Rest : never }[keyof paths];

type AdminOperation<P extends AdminPath, M extends Method> = paths[`/admin/v1${P}`][M];

/** The paths that take a method. */
export type PathOf<M extends Method> = { [P in AdminPath]: AdminOperation<P, M> extends object ? P : never }[AdminPath];

interface Content<T> {
  content: { 'application/json': T };
}

type Answered<Responses, Status> = Status extends keyof Responses
  ? Responses[Status] extends Content<infer Answer>
    ? Answer
    : never
  : never;

/** What a call answers when all goes well; nothing where it answers 204. */
export type AnswerOf<M extends Method, P extends PathOf<M>> =
  AdminOperation<P, M> extends { responses: infer Responses }
    ? Responses extends { 204: unknown }
      ? undefined
      : Answered<Responses, 200 | 201 | 202>
    : never;

type Given<T> = [T] extends [never] ? unknown : T;

type QueryOf<O> = O extends { parameters: { query?: infer Query } } ? { query?: Given<Query> } : unknown;
type PlaceOf<O> = O extends { parameters: { path: infer Place } } ? { path: Place } : unknown;
type BodyOf<O> = O extends { requestBody: Content<infer Body> }
  ? { body: Body }
  : O extends { requestBody?: Content<infer Body> }
    ? { body?: Body }
    : unknown;

/** What a call needs: parameters of its path, filters, a body. */
export type RequestOf<M extends Method, P extends PathOf<M>> = QueryOf<AdminOperation<P, M>> &
  PlaceOf<AdminOperation<P, M>> &
  BodyOf<AdminOperation<P, M>>;

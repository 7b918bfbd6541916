import type { AdminHttp, Query } from './admin-http';
import type { AnswerOf, PathOf, RequestOf } from './types';

interface Loose {
  query?: Query;
  path?: Readonly<Record<string, string>>;
  body?: unknown;
}

/**
 * The whole admin REST, typed by its OpenAPI document: `api.get('/offers/{id}', { path: { id } })`. Throws a
 * `PitlaneRefusal` for anything but 2xx.
 */
export class AdminClient {
  constructor(private readonly http: AdminHttp) {}

  get<P extends PathOf<'get'>>(path: P, request: RequestOf<'get', P>): Promise<AnswerOf<'get', P>> {
    return this.call('GET', path, request);
  }

  post<P extends PathOf<'post'>>(path: P, request: RequestOf<'post', P>): Promise<AnswerOf<'post', P>> {
    return this.call('POST', path, request);
  }

  put<P extends PathOf<'put'>>(path: P, request: RequestOf<'put', P>): Promise<AnswerOf<'put', P>> {
    return this.call('PUT', path, request);
  }

  patch<P extends PathOf<'patch'>>(path: P, request: RequestOf<'patch', P>): Promise<AnswerOf<'patch', P>> {
    return this.call('PATCH', path, request);
  }

  delete<P extends PathOf<'delete'>>(path: P, request: RequestOf<'delete', P>): Promise<AnswerOf<'delete', P>> {
    return this.call('DELETE', path, request);
  }

  private call<Answer>(method: string, path: string, { query, path: values = {}, body }: Loose): Promise<Answer> {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
    return this.http.call<Answer>(method, filled, { query, body });
  }
}

import { request } from './http';

/** A page of a list. G§7.2. */
export interface Page<Item> {
  indexFrom: number;
  pageIndex: number;
  pageSize: number;
  totalCount: number;
  totalPages: number;
  items: Item[];
  hasPreviousPage: boolean;
  hasNextPage: boolean;
}

/** RFC 9457. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors: { field: string; message: string }[];
}

export interface AdminAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** `undefined` where there is no JSON. */
  body: unknown;
}

/** The admin REST with one key. K§6. */
export class AdminClient {
  constructor(
    readonly url: string,
    private readonly key: string,
    private readonly account?: string,
  ) {}

  /** The answer, whatever it is. */
  async call(method: string, path: string, body?: unknown): Promise<AdminAnswer> {
    const headers = {
      authorization: `ApiToken ${this.key}`,
      ...(this.account === undefined ? {} : { 'x-pitlane-account': this.account }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const {
      status,
      headers: answered,
      text,
      json,
    } = await request(`${this.url}/admin/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status, headers: answered, text, body: json };
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.ok<Answer>('GET', path);
  }

  post<Answer>(path: string, body?: unknown): Promise<Answer> {
    return this.ok<Answer>('POST', path, body);
  }

  put<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.ok<Answer>('PUT', path, body);
  }

  patch<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.ok<Answer>('PATCH', path, body);
  }

  async delete(path: string): Promise<void> {
    await this.ok('DELETE', path);
  }

  /** All items of a short list. */
  async list<Item>(path: string): Promise<Item[]> {
    const { items } = await this.get<Page<Item>>(`${path}${path.includes('?') ? '&' : '?'}page_size=100`);
    return items;
  }

  /** The problem of a call that is refused, with its fields. */
  async refused(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; fields: string[]; problem: ProblemDetails }> {
    const { status, headers, body: answer, text } = await this.call(method, path, body);
    if (status < 400) throw new Error(`${method} ${path} was not refused: ${status} ${text}`);
    expect(headers.get('content-type')).toContain('application/problem+json');
    const problem = answer as ProblemDetails;
    expect(problem).toMatchObject({
      status,
      title: expect.any(String) as string,
      detail: expect.any(String) as string,
    });
    return { status, fields: problem.errors.map(({ field }) => field), problem };
  }

  private async ok<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const { status, text, body: answer } = await this.call(method, path, body);
    if (status < 200 || status > 299) throw new Error(`${method} ${path}: ${status} ${text}`);
    return answer as Answer;
  }
}

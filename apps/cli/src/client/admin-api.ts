import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { NotReachable, Refused, type FieldTrouble } from './failures';
import { call, open, type Answer } from './http-call';

/** Where the server is, and who asks. `account`: with the root key, the account that is meant; `null`: the key's own. */
export interface ServerAddress {
  url: string;
  key: string;
  account: string | null;
}

/** A page of a list. */
export interface Page<Item> {
  totalCount: number;
  items: Item[];
}

/** A stream says something four times as often. */
const SILENCE_MS = 60_000;

interface Body {
  type: string;
  content: string | Readable;
}

/** The admin REST of a running server. K§6. */
export class AdminApi {
  constructor(private readonly at: ServerAddress) {}

  get<View>(path: string): Promise<View> {
    return this.answer<View>('GET', path);
  }

  post<View>(path: string, body?: unknown): Promise<View> {
    return this.answer<View>('POST', path, body === undefined ? undefined : json(body));
  }

  put<View>(path: string, body?: unknown): Promise<View> {
    return this.answer<View>('PUT', path, body === undefined ? undefined : json(body));
  }

  async delete(path: string): Promise<void> {
    await this.text('DELETE', path);
  }

  /** Sends a body of another type than JSON. */
  send<View>(path: string, body: Body): Promise<View> {
    return this.answer<View>('POST', path, body);
  }

  /** The answer as it came, of a call that was taken. */
  async text(method: string, path: string, body?: Body): Promise<string> {
    const answer = await call(this.addressOf(path), {
      method,
      headers: { ...this.headers(), ...(body !== undefined && { 'content-type': body.type }) },
      ...(body !== undefined && { body: body.content }),
    });
    if (answer.status < 200 || answer.status > 299) throw refusalOf(answer);
    return answer.text;
  }

  /** An answer that is read while it comes, as event streams are. */
  async stream(
    path: string,
    more: { headers: Readonly<Record<string, string>>; signal: AbortSignal },
  ): Promise<IncomingMessage> {
    const { headers, signal } = more;
    const response = await open(this.addressOf(path), { headers: { ...this.headers(), ...headers }, signal });
    if (response.statusCode === 200) {
      // Whoever reads is told; who has stopped reading shall not end the process by it.
      response.on('error', () => undefined);
      return response.setTimeout(SILENCE_MS, () => response.destroy(new NotReachable('The stream fell silent.')));
    }
    response.setEncoding('utf8');
    let text = '';
    for await (const piece of response) text += String(piece);
    throw refusalOf({ status: response.statusCode ?? 0, headers: response.headers, text });
  }

  /** An address that the server printed by its public URL, reached where this command reaches the server. */
  local(printed: string): string {
    const { pathname, search } = new URL(printed);
    return `${this.at.url}${pathname}${search}`;
  }

  private async answer<View>(method: string, path: string, body?: Body): Promise<View> {
    const text = await this.text(method, path, body);
    // The server's answers are typed by its OpenAPI document.
    const read: (json: string) => View = JSON.parse;
    return read(text === '' ? 'null' : text);
  }

  private addressOf(path: string): string {
    return `${this.at.url}/admin/v1${path}`;
  }

  private headers(): Record<string, string> {
    const { key, account } = this.at;
    return { authorization: `ApiToken ${key}`, ...(account !== null && { 'x-pitlane-account': account }) };
  }
}

/** `?a=1&b=2` of what is given; empty without any. */
export function query(values: Readonly<Record<string, string | undefined>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) given.append(name, value);
  return given.size === 0 ? '' : `?${given.toString()}`;
}

function json(body: unknown): Body {
  return { type: 'application/json', content: JSON.stringify(body) };
}

/** RFC 9457, or whatever stands in its place when something else than Pitlane answers. */
function refusalOf({ status, text }: Answer): Refused {
  const problem = problemIn(text);
  if (problem === null) return new Refused(status, [], `The server answered ${String(status)}: ${text.slice(0, 200)}`);
  const { detail, errors = [] } = problem;
  return new Refused(status, errors, detail);
}

interface ProblemDetails {
  detail?: unknown;
  errors?: FieldTrouble[];
}

const readProblem: (json: string) => ProblemDetails | null = JSON.parse;

function problemIn(text: string): { detail: string; errors?: FieldTrouble[] } | null {
  try {
    const { detail, errors = [] } = readProblem(text) ?? {};
    return typeof detail === 'string' ? { detail, errors } : null;
  } catch {
    return null;
  }
}

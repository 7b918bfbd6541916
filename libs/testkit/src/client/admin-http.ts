import { adminRefusal, PitlaneUnreachable } from './errors';

type Value = string | number | boolean | readonly string[] | null | undefined;
/** Filters of a list, or what is waited for. */
export type Query = Readonly<Record<string, Value>>;

export interface Sent {
  query?: Query | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, with its media type. */
  text?: { type: string; content: string };
}

/** One call as it was answered. */
export interface Answered {
  method: string;
  url: string;
  status: number;
  headers: Headers;
  body: string;
}

/** Any call; redirects are answers, too. Throws only when nobody answers. */
export async function send(method: string, url: string, init: RequestInit = {}): Promise<Answered> {
  try {
    const response = await fetch(url, { method, redirect: 'manual', ...init });
    return { method, url, status: response.status, headers: response.headers, body: await response.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new PitlaneUnreachable(`${method} ${url}: nobody answers (${cause}). Is the server still running?`, {
      cause: error,
    });
  }
}

/** The admin REST of one account, or of the server for its root key. */
export class AdminHttp {
  constructor(
    /** Without a slash at its end. */
    readonly url: string,
    readonly key: string,
  ) {}

  /** The answer's JSON; throws a {@link PitlaneRefusal} for anything but 2xx. */
  async call<Answer>(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const read: (json: string) => Answer = JSON.parse;
    const text = await this.text(method, path, sent);
    return read(text === '' ? 'null' : text);
  }

  /** The same for an answer that is not JSON. */
  async text(method: string, path: string, { query = {}, ...sent }: Sent = {}): Promise<string> {
    const url = `${this.url}/admin/v1${path}${queryText(query)}`;
    const answered = await send(method, url, this.requestOf(sent));
    if (answered.status < 200 || answered.status > 299) throw adminRefusal(answered);
    return answered.body;
  }

  private requestOf({ body, text }: Omit<Sent, 'query'>): RequestInit {
    const authorization = `ApiToken ${this.key}`;
    if (text !== undefined) return { headers: { authorization, 'content-type': text.type }, body: text.content };
    if (body === undefined) return { headers: { authorization } };
    return { headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }
}

/** With its question mark; empty without filters. Lists are separated by commas. */
export function queryText(query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) given.set(name, String(value));
  }
  return given.size === 0 ? '' : `?${given.toString()}`;
}

/** Where a running server is, and the key to it. */
export interface Server {
  url: string;
  key: string;
  publicUrl: string;
}

/** A call of the admin REST that was refused, with its HTTP status. */
export class AdminCallFailed extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** One call of the admin REST; throws with the server's own words when it is refused. */
export async function callAdmin<Answer>(
  { url, key }: Server,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`${url}/admin/v1${path}`, {
    method,
    headers: {
      authorization: `ApiToken ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status } = response;
  if (!response.ok) throw new AdminCallFailed(`${method} ${path}: ${String(status)} ${text}`, status);
  // The server's answers are typed by its OpenAPI document.
  const parse: (json: string) => Answer = JSON.parse;
  return parse(text === '' ? 'null' : text);
}

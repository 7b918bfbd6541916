/** Answer of a documented API. G§7.1. */
export interface EnvelopeAnswer<Data> {
  status: number;
  body: { isSuccessful: boolean; responseType: string; messages: string[]; data: Data };
  /** What the messages after the first are about. */
  names: string[];
}

export interface EnvelopeCall {
  method?: string;
  /** Below `/api/v1`. */
  path: string;
  body?: unknown;
}

/** Calls the documented APIs at `url` as the root key on the account of a slug. */
export async function callEnvelope<Data>(
  url: string,
  { key, slug }: { key: string; slug: string },
  { method = 'GET', path, body }: EnvelopeCall,
): Promise<EnvelopeAnswer<Data>> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `ApiToken ${key}`,
      'x-pitlane-account': slug,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const read = (await response.json()) as EnvelopeAnswer<Data>['body'];
  const names = read.messages.slice(1).map((message) => message.split(': ')[0] ?? '');
  return { status: response.status, body: read, names };
}

/** Answer of the admin REST. Tests look at what the body holds. */
export interface AdminAnswer {
  status: number;
  body: Record<string, unknown> & {
    id: string;
    url: string;
    events: { id: string; eventId: string }[];
    items: Record<string, unknown>[];
  };
  /** Fields that a problem names. */
  fields: string[];
}

export type CallAdmin = (method: string, path: string, body?: unknown) => Promise<AdminAnswer>;

/** Calls the admin REST at `url` with a key; with a slug, as the root key on that account. */
export function adminCaller(url: string, key: string, slug?: string): CallAdmin {
  return async (method, path, body) => {
    const response = await fetch(`${url}/admin/v1${path}`, {
      method,
      headers: {
        authorization: `ApiToken ${key}`,
        ...(slug !== undefined && { 'x-pitlane-account': slug }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const read = (text === '' ? {} : JSON.parse(text)) as AdminAnswer['body'] & { errors?: { field: string }[] };
    return { status: response.status, body: read, fields: (read.errors ?? []).map(({ field }) => field) };
  };
}

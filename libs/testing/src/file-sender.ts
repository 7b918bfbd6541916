import { request, type ClientRequest } from 'node:http';

/** Answer of an import. */
export interface ImportAnswer {
  status: number;
  text: string;
  /** Of an answer in JSON. */
  body: {
    id: string;
    kind: string;
    status: string;
    rows: number;
    succeeded: number;
    unchanged: number;
    failed: number;
    results: { row: number; result: string; reason: string | null; conversionIds: string[] }[];
    errors?: { field: string; message: string }[];
  };
}

/** Where imports are sent, by whom, for which account. */
export interface Sender {
  url: string;
  key: string;
  slug: string;
}

const PATH = '/admin/v1/conversions/import';

/** Sends a CSV file to be imported, as the root key. */
export async function sendCsv(sender: Sender, query: string, file: string): Promise<ImportAnswer> {
  const response = await fetch(`${sender.url}${PATH}${query}`, {
    method: 'POST',
    headers: headersOf(sender),
    body: file,
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, text, body: (isJson ? JSON.parse(text) : {}) as ImportAnswer['body'] };
}

/** The same on a connection of its own, which the caller breaks. */
export function beginSendingCsv(sender: Sender, query: string, file: string): ClientRequest {
  const sending = request(`${sender.url}${PATH}${query}`, { method: 'POST', headers: headersOf(sender), agent: false });
  sending.on('error', () => undefined);
  return sending.end(file);
}

/** Lines of a CSV file. */
export function csvOf(...rows: (readonly string[])[]): string {
  return rows.map((cells) => cells.join(',')).join('\n');
}

function headersOf({ key, slug }: Sender): Record<string, string> {
  return { authorization: `ApiToken ${key}`, 'x-pitlane-account': slug, 'content-type': 'text/csv' };
}

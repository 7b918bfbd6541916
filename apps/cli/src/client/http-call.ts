import { request as plain, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { NotReachable } from './failures';

export interface Call {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer | Readable;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * One HTTP exchange, redirects shown and not followed. The module behind `fetch` takes longer to load than most commands
 * run, hence not that.
 * @throws NotReachable when no answer begins
 */
export async function call(url: string, options: Call = {}): Promise<Answer> {
  const response = await open(url, options);
  response.setEncoding('utf8');
  let text = '';
  for await (const piece of response) text += String(piece);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** The same, with the body of the answer left to be read. */
export async function open(
  url: string,
  { method = 'GET', headers = {}, body, signal }: Call,
): Promise<IncomingMessage> {
  const address = addressOf(url);
  const request = address.protocol === 'https:' ? (await import('node:https')).request : plain;
  return new Promise((resolve, reject) => {
    const outgoing = request(address, { method, headers }, resolve);
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      reject(notReachable(address, signal?.aborted === true ? new Error('no answer in time') : error));
    });
    if (signal !== undefined) endBy(signal, outgoing);
    if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) outgoing.end(body);
    else body.on('error', reject).pipe(outgoing);
  });
}

/** Without an error: a connection that is done with already has nobody who would take it. */
function endBy(signal: AbortSignal, outgoing: ClientRequest): void {
  const end = (): void => {
    outgoing.destroy();
  };
  signal.addEventListener('abort', end, { once: true });
  outgoing.once('close', () => {
    signal.removeEventListener('abort', end);
  });
  if (signal.aborted) end();
}

function addressOf(url: string): URL {
  if (URL.canParse(url)) {
    const address = new URL(url);
    if (address.protocol === 'http:' || address.protocol === 'https:') return address;
  }
  throw new NotReachable(`${url} is no http(s) address.`);
}

function notReachable({ origin }: URL, { code, message }: NodeJS.ErrnoException): NotReachable {
  return new NotReachable(`${origin} does not answer (${code ?? message}).`);
}

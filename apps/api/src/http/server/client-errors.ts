import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem, toProblemDetails } from '../problem';
import { STRICT } from './security-headers';

/** What Node.js finds wrong before there is a request, by its code; anything else is no HTTP. */
const PROBLEMS: Readonly<Record<string, readonly [status: number, reason: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not come in time.'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'Address and headers are larger than 16 KiB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large', 'The chunk extensions are too large.'],
};
const NO_HTTP = [400, 'Bad Request', 'This is no HTTP request.'] as const;

interface ClientError extends Error {
  code?: string;
}

/** The part of a socket that an answer needs. */
interface Answerable {
  readonly writable: boolean;
  readonly destroyed: boolean;
  write(text: string): unknown;
  destroy(error?: Error): unknown;
}

/** Answers what no route can, in the shape of problem details and with the headers of any other error, and hangs up. */
export function answerClientError(error: ClientError, socket: Answerable): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, reason, detail] = PROBLEMS[error.code ?? ''] ?? NO_HTTP;
  if (socket.writable) socket.write(toResponse(status, reason, detail));
  socket.destroy(error);
}

function toResponse(status: number, reason: string, detail: string): string {
  const body = bodyOf(status, detail);
  const headers = { ...STRICT, ...describe(body), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${String(status)} ${reason}\r\n${lines.join('')}\r\n${body}`;
}

/** An expectation other than `100-continue`, which Node.js would refuse without a word. */
export function answerExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const body = bodyOf(417, 'Nothing but 100-continue can be expected.');
    response.writeHead(417, { ...STRICT, ...describe(body), connection: 'close' }).end(body);
  });
}

function bodyOf(status: number, detail: string): string {
  return JSON.stringify(toProblemDetails(new Problem(status, detail), { instance: '' }));
}

function describe(body: string): Record<string, string> {
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
  };
}

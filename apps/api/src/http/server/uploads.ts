import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';

/** A type of our own for bodies that no parser may touch. */
const UNREAD = 'application/vnd.pitlane.unread';

/** Routes that take a file: each reads the body itself, once it is known who sends it. K§6. */
const PREFIX = '/admin/';
const ROUTES = new Set(['/admin/v1/conversions/import']);

/** How long a body may take. */
export interface BodyTimes {
  /** One that is parsed, or that nobody wants. */
  parsedMs: number;
}

/**
 * Hands the bodies of uploads through unread, whatever type they say they have: that stays in `request.raw.headers`.
 * All other bodies, and what is left of an upload that was answered, must come in time. A server that closes waits for
 * no upload.
 */
export function registerUploads(fastify: FastifyInstance, { parsedMs }: BodyTimes): void {
  const uploads = new Set<IncomingMessage>();
  fastify.addContentTypeParser(UNREAD, (request, _payload, done) => {
    done(isUpload(request) ? null : new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE());
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isUpload(request)) {
      request.headers = { 'content-type': UNREAD };
      uploads.add(request.raw);
      request.raw.once('close', () => uploads.delete(request.raw));
      reply.raw.once('finish', () => {
        limitTime(request, reply, parsedMs);
      });
    } else {
      limitTime(request, reply, parsedMs);
    }
    done();
  });
  fastify.addHook('preClose', (done) => {
    for (const { complete, socket } of uploads) if (!complete) socket.destroy();
    done();
  });
}

/** Most requests are none at first sight: they are clicks. */
function isUpload(request: FastifyRequest): boolean {
  const { method, raw } = request;
  return method === 'POST' && raw.url?.startsWith(PREFIX) === true && ROUTES.has(request.routeOptions.url ?? '');
}

function limitTime({ raw, server }: FastifyRequest, reply: FastifyReply, ms: number): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = raw.headers;
  if (raw.complete || (length === '0' && encoding === undefined)) return;
  const timer = setTimeout(() => {
    if (raw.complete) return;
    const error = Object.assign(new Error('The body did not come in time.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    // As the server does it with a request that takes longer than any may.
    if (reply.sent) raw.socket.destroy();
    else server.server.emit('clientError', error, raw.socket);
  }, ms);
  timer.unref();
  raw.once('close', () => {
    clearTimeout(timer);
  });
}

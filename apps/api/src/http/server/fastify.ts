import type { Config } from '@app/runtime';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { requestIds } from '../observe/request-ids';
import { answerClientError } from './client-errors';
import type { EdgeErrors } from './edge-errors.filter';
import { SERVER_TIMES, type ServerTimes } from './server-times';

const BODY_LIMIT = 1_048_576;
/** Of the address and all headers together, as Node.js counts them. */
const LONGEST_HEAD = 16_384;
const LONGEST_PATH_PARAMETER = 2_048;

/** A host label that names a rejection endpoint: 26 letters and digits of our own making. */
const ENDPOINT_LABEL = /^[a-z2-7]{26}$/;

/** The HTTP server: limits that hold before any of our code runs, and the host form of rejection endpoints. */
export function createFastify(config: Config, errors: EdgeErrors, times: ServerTimes = SERVER_TIMES): FastifyAdapter {
  const host = new URL(config.publicUrl).hostname.toLowerCase();
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    // A HEAD would click, convert and reject like the GET that it stands for.
    exposeHeadRoutes: false,
    genReqId: requestIds(),
    http: {
      headersTimeout: times.headers,
      connectionsCheckingInterval: times.check,
      maxHeaderSize: LONGEST_HEAD,
    },
    requestTimeout: times.request,
    keepAliveTimeout: times.idle,
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: LONGEST_PATH_PARAMETER, ignoreTrailingSlash: true, caseSensitive: true },
    trustProxy: config.TRUST_PROXY.length === 0 ? false : config.TRUST_PROXY,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // Errors before routing, such as a path that can't be decoded, in the shape of their edge like any other.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      void errors.answer(error, request, reply),
    rewriteUrl: (request: IncomingMessage) => rewriteHostForm(request, host),
  });
}

/**
 * `https://<endpointId>.<host>/?new_rejected_reason=…` is `/r/<endpointId>?…`. On a host of our own name any label that
 * comes with a rejection's parameters is an endpoint, if perhaps an unknown one. K§4.1.
 */
export function rewriteHostForm(request: Pick<IncomingMessage, 'url' | 'headers'>, publicHost: string): string {
  const url = request.url ?? '/';
  if (url.length > 1 && url.charCodeAt(1) !== 0x3f) return url;
  const name = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  const dot = name.indexOf('.');
  if (dot <= 0) return url;
  const label = name.slice(0, dot);
  const isEndpoint =
    ENDPOINT_LABEL.test(label) ||
    (name.endsWith(`.${publicHost}`) && /[?&](new_rejected_reason|transaction_id)(=|&|$)/.test(url));
  return isEndpoint ? `/r/${encodeURIComponent(label)}${url.slice(1)}` : url;
}

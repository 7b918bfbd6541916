import type { Log } from '@app/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { edgeOf, type Edge } from './edges';
import { CALL_ANSWERED, CLICK_ACCEPTED } from './signals';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Where a call that does not only read changes what is set up. */
const SETTING_UP: ReadonlySet<Edge> = new Set(['admin', 'emulator', 'gokart_management', 'gokart_integration']);

/**
 * One line for each inbound tracking call and each change by a key, where anybody reads lines of that weight. A line holds ids, words of
 * ours and the pattern of the route: no address, no query, no header, and so no secret. Answers how to stop.
 */
export function logCalls(log: Log, fastify: FastifyInstance): () => void {
  if (!log.isLevelEnabled('info')) return () => undefined;
  fastify.addHook('onResponse', (request, reply, done) => {
    if (!READS.has(request.method) && SETTING_UP.has(edgeOf(request.url))) logChange(log, request, reply);
    done();
  });
  const stopClicks = CLICK_ACCEPTED.watch(({ request, startedAt, accountId, offerId, clickId, httpStatus }) => {
    const about = { accountId, offerId, clickId, kind: 'click', result: 'accepted', status: httpStatus };
    log.info({ ...placeOf(request), ...about, durationMs: since(startedAt) }, 'call.answered');
  });
  const stopCalls = CALL_ANSWERED.watch(({ request, startedAt, accountId, answer }) => {
    const { kind, result, httpStatus, offerId, clickId, conversionId } = answer;
    const about = { accountId, offerId, clickId, conversionId, kind, result, status: httpStatus };
    log.info({ ...placeOf(request), ...about, durationMs: since(startedAt) }, 'call.answered');
  });
  return () => {
    stopClicks();
    stopCalls();
  };
}

function logChange(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  const { account, actor } = request;
  log.info(
    {
      ...placeOf(request),
      accountId: account?.id,
      account: account?.slug,
      by: actor?.kind,
      status: reply.statusCode,
      durationMs: rounded(reply.elapsedTime),
    },
    'change.answered',
  );
}

function placeOf(request: FastifyRequest): Record<string, unknown> {
  const { id: requestId, method, url, routeOptions } = request;
  return { requestId, edge: edgeOf(url), method, route: routeOptions.url };
}

const since = (startedAt: number): number => rounded(performance.now() - startedAt);
const rounded = (ms: number): number => Math.round(ms * 100) / 100;

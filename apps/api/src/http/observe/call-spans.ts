import { earlySpanIdOf, readTraceparent, spanIdOf, traceIdOf, type Span, type Tracing } from '@app/runtime';
import type { InboundAnswer } from '../inbound/inbound-answer';
import { CALL_ANSWERED, CLICK_ACCEPTED, type AcceptedClick, type AnsweredCall } from './signals';

const RECORDED = 'recorded';

/**
 * Records inbound tracking calls: a click begins a trace, the conversion postback that names it goes on with it. Attributes are ids and
 * words of ours; no query, no member, no key. Answers how to stop.
 */
export function traceCalls(tracing: Tracing): () => void {
  const stopClicks = CLICK_ACCEPTED.watch((click) => {
    tracing.record(clickSpan(click));
  });
  const stopCalls = CALL_ANSWERED.watch((call) => {
    tracing.record(callSpan(call));
  });
  return () => {
    stopClicks();
    stopCalls();
  };
}

function clickSpan({ request, startedAt, accountId, offerId, clickId, httpStatus }: AcceptedClick): Span {
  return {
    name: 'click',
    kind: 'server',
    traceId: traceIdOf(clickId),
    spanId: spanIdOf(clickId),
    parentId: null,
    startedAt,
    endedAt: performance.now(),
    attributes: {
      'http.request.method': request.method,
      'http.route': request.routeOptions.url,
      'http.response.status_code': httpStatus,
      'pitlane.account.id': accountId,
      'pitlane.offer.id': offerId,
      'pitlane.click.id': clickId,
      'pitlane.result': 'accepted',
    },
    link: readTraceparent(request.headers['traceparent']),
  };
}

function callSpan({ request, startedAt, accountId, answer }: AnsweredCall): Span {
  const { kind, httpStatus, result, trace, offerId, clickId, conversionId } = answer;
  return {
    name: kind === 'conversion' ? 'conversion postback' : kind,
    kind: 'server',
    ...placeOf(answer),
    startedAt,
    endedAt: performance.now(),
    attributes: {
      'http.request.method': request.method,
      'http.route': request.routeOptions.url,
      'http.response.status_code': httpStatus,
      'pitlane.account.id': accountId,
      'pitlane.offer.id': offerId,
      'pitlane.click.id': clickId,
      'pitlane.conversion.id': conversionId,
      'pitlane.result': result,
      'pitlane.rule': trace?.at(-1)?.rule,
    },
    link: readTraceparent(request.headers['traceparent']),
  };
}

/** Below its click, where that is known. What a repeat is answered with is the id of the first one, whose span has that name already. */
function placeOf({
  kind,
  result,
  clickId,
  conversionId,
}: InboundAnswer): Pick<Span, 'traceId' | 'spanId' | 'parentId'> {
  if (typeof clickId !== 'string') return { traceId: null, spanId: null, parentId: null };
  const isNew = kind === 'conversion' && result === RECORDED && typeof conversionId === 'string';
  const spanId = isNew ? earlySpanIdOf(conversionId) : null;
  return { traceId: traceIdOf(clickId), spanId, parentId: spanIdOf(clickId) };
}

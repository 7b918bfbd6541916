import type { AttemptOutcome, AttemptVerdict } from '@app/domain';
import type { Settlement, StartedDelivery } from '@app/store';
import type { OutboundRequest, SendResult } from './http-sender';

const MASK = '***';

/** An attempt that has ended, with everything that is written of it. */
export interface EndedAttempt {
  lease: string;
  delivery: StartedDelivery;
  request: OutboundRequest | null;
  result: SendResult;
  verdict: AttemptVerdict;
  /** See `Settlement.becomes`. */
  becomes: Settlement['becomes'];
}

export function toSettlement({ lease, delivery, request, result, verdict, becomes }: EndedAttempt): Settlement {
  const { outcome, durationMs } = result;
  return {
    deliveryId: delivery.id,
    lease,
    attempt: delivery.attempt,
    ...verdictFields(verdict),
    becomes,
    durationMs: Math.round(durationMs),
    requestMethod: delivery.method,
    requestUrl: request?.url ?? delivery.target,
    requestHeaders: masked(request?.headers ?? {}, delivery.secretHeader),
    ...responseFields(outcome),
    errorCode: 'code' in outcome ? outcome.code : null,
    unreachable: outcome.kind === 'no-answer' && !outcome.code.startsWith('FAULT_'),
  };
}

function verdictFields(verdict: AttemptVerdict): Pick<Settlement, 'outcome' | 'waitMs' | 'reason' | 'advice'> {
  switch (verdict.kind) {
    case 'sent':
      return { outcome: 'sent', waitMs: null, reason: null, advice: null };
    case 'retry':
      return { outcome: 'retry', waitMs: verdict.waitMs, reason: verdict.reason, advice: verdict.advice };
    case 'failed':
      return { outcome: 'failed', waitMs: null, reason: verdict.reason, advice: verdict.advice };
  }
}

function responseFields(
  outcome: AttemptOutcome,
): Pick<Settlement, 'responseStatus' | 'responseHeaders' | 'responseBody' | 'bodyTruncated'> {
  if (outcome.kind !== 'answered') {
    return { responseStatus: null, responseHeaders: null, responseBody: null, bodyTruncated: false };
  }
  const { status, headers, body, bodyTruncated } = outcome;
  return { responseStatus: status, responseHeaders: headers, responseBody: body, bodyTruncated };
}

function masked(headers: Readonly<Record<string, string>>, secretHeader: string | null): Record<string, string> {
  return secretHeader === null ? headers : { ...headers, [secretHeader.toLowerCase()]: MASK };
}

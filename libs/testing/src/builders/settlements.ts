import type { Settlement } from '@app/store';

/** The first attempt of a delivery, which answered 200. */
export function aSettlement(settlement: Partial<Settlement> & Pick<Settlement, 'deliveryId' | 'lease'>): Settlement {
  return {
    attempt: 1,
    outcome: 'sent',
    waitMs: null,
    reason: null,
    advice: null,
    durationMs: 12,
    requestMethod: 'POST',
    requestUrl: 'http://127.0.0.1:9/hook',
    requestHeaders: { 'content-type': 'application/json' },
    responseStatus: 200,
    responseHeaders: { server: 'test' },
    responseBody: 'thanks',
    bodyTruncated: false,
    errorCode: null,
    unreachable: false,
    ...settlement,
  };
}

import { GOKART_WAITS_MS, type CallbackSettings, type RetryPolicy } from '@app/domain';

/** When built clicks happened. */
export const CLICKED_AT = new Date('2026-01-05T10:00:00.000Z');
/** When built conversions happened. */
export const COMPLETED_AT = new Date('2026-01-05T11:00:00.000Z');

/** The ladder of the default settings. */
export function aPolicy(policy: Partial<RetryPolicy> = {}): RetryPolicy {
  return { profile: 'gokart', waitsMs: GOKART_WAITS_MS, ...policy };
}

/** Callbacks on Success only. */
export function aCallback(callback: Partial<CallbackSettings> = {}): CallbackSettings {
  return {
    url: 'https://tenant.example/callback',
    sendPending: false,
    sendRejected: false,
    callbackKeyCase: 'camel',
    policy: aPolicy(),
    ...callback,
  };
}

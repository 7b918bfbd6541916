import { GOKART_WAITS_MS, type CallbackSettings, type RetryPolicy, type RetrySettings } from '@app/domain';

/** When built clicks happened. */
export const CLICKED_AT = new Date('2024-01-05T10:00:00.000Z');
/** When built conversions happened. */
export const COMPLETED_AT = new Date('2024-01-05T11:00:00.000Z');

/** The settings that make the ladder of 2, 4, 8, 16 and 32 minutes. */
export const RETRIES: RetrySettings = { maxRetries: 5, firstRetryMs: 120_000 };

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

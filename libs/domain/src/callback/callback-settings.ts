import type { CallbackKeyCase } from '../account/account';
import type { RetryPolicy } from '../delivery/retry-policy';
import { httpUrlProblem } from '../http-url';

const MAX_URL_LENGTH = 500;

/** Where and when an account wants its callbacks, without the secret. K§5.1. */
export interface CallbackSettings {
  /** `null` switches callbacks off. */
  url: string | null;
  sendPending: boolean;
  sendRejected: boolean;
  callbackKeyCase: CallbackKeyCase;
  policy: RetryPolicy;
}

/** Why a callback URL can't be saved, as a sentence; `null` when it can. G§12 S-CBSETUP. */
export function callbackUrlProblem(url: string): string | null {
  return httpUrlProblem(url, { maxLength: MAX_URL_LENGTH, allowsMacros: false });
}

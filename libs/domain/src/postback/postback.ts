import type { ConversionStatus } from '../conversion/conversion';
import type { HttpMethod } from '../delivery/delivery';
import type { RetryPolicy } from '../delivery/retry-policy';

export const POSTBACK_SCOPES = ['event', 'global'] as const;
export type PostbackScope = (typeof POSTBACK_SCOPES)[number];

/** A macro URL to a partner, as configured. K§5.2. */
export interface Postback {
  id: string;
  accountId: string;
  partnerId: string;
  scope: PostbackScope;
  /** `null` with scope `global`: every offer. */
  offerId: string | null;
  /** Id of the offer's event row; `null` with scope `event`: the SingleEvent offer itself. */
  offerEventId: string | null;
  /** Template, http(s), at most 2,000 characters. */
  url: string;
  method: HttpMethod;
  statuses: readonly ConversionStatus[];
  enabled: boolean;
  policy: RetryPolicy;
}

import { Injectable } from '@nestjs/common';
import { Config } from '@app/runtime';
import { Limits, type CallLimit } from '../../http/limits/limits';

/** Calls a minute of one address, by endpoint under `/api/v1/offer-wall`. G§9. */
const PER_MINUTE = {
  offers: 250,
  'pub-member/offers': 250,
  'offer-details': 60,
  'offer-link': 60,
  'offer-link-redirect': 60,
} as const;
export type LimitedEndpoint = keyof typeof PER_MINUTE;

/** The offer wall's limits for each address. */
@Injectable()
export class OfferWallLimit {
  private readonly limits: ReadonlyMap<string, CallLimit>;

  constructor(config: Config, limits: Limits) {
    const endpoints = config.offerWallLimited ? Object.entries(PER_MINUTE) : [];
    this.limits = new Map(endpoints.map(([endpoint, perMinute]) => [endpoint, limits.perMinute(endpoint, perMinute)]));
  }

  /** 0 when the call may pass, else the seconds until the next may. */
  take(endpoint: LimitedEndpoint, address: string): Promise<number> | 0 {
    return this.limits.get(endpoint)?.take(address) ?? 0;
  }
}

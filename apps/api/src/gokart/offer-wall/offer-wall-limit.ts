import { Injectable } from '@nestjs/common';
import { Config } from '@app/runtime';
import { RateLimit } from '../../http/rate-limit';

/** Calls a minute of one address, by endpoint under `/api/v1/offer-wall`. G§9. */
const PER_MINUTE = {
  offers: 250,
  'pub-member/offers': 250,
  'offer-details': 60,
  'offer-link': 60,
  'offer-link-redirect': 60,
} as const;
export type LimitedEndpoint = keyof typeof PER_MINUTE;

/** The offer wall's limits for each address, counted in each process. */
@Injectable()
export class OfferWallLimit {
  private readonly limits: ReadonlyMap<string, RateLimit>;

  constructor(config: Config) {
    const endpoints = config.offerWallLimited ? Object.entries(PER_MINUTE) : [];
    this.limits = new Map(endpoints.map(([endpoint, perMinute]) => [endpoint, new RateLimit(perMinute)]));
  }

  /** 0 when the call may pass, else the seconds until the next may. */
  take(endpoint: LimitedEndpoint, address: string): number {
    return this.limits.get(endpoint)?.take(address) ?? 0;
  }
}

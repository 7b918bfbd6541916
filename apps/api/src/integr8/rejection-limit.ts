import { Injectable } from '@nestjs/common';
import { Config } from '@app/runtime';
import { RateLimit } from '../http/rate-limit';

/** Calls a minute of one address to one endpoint. K§4.1, D12. */
@Injectable()
export class RejectionLimit {
  private readonly limit: RateLimit | null;

  constructor(config: Config) {
    this.limit = config.REJECTION_RATE_LIMIT === 0 ? null : new RateLimit(config.REJECTION_RATE_LIMIT);
  }

  /** 0 when the call may pass, else the seconds until the next may. */
  take(key: string): number {
    return this.limit?.take(key) ?? 0;
  }
}

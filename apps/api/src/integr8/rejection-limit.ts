import { Injectable } from '@nestjs/common';
import { Config } from '@app/runtime';
import { Limits, type CallLimit } from '../http/limits/limits';

/** Calls a minute of one address to one endpoint. K§4.1, D12. */
@Injectable()
export class RejectionLimit {
  private readonly limit: CallLimit | null;

  constructor(config: Config, limits: Limits) {
    this.limit = config.REJECTION_RATE_LIMIT === 0 ? null : limits.perMinute('rejections', config.REJECTION_RATE_LIMIT);
  }

  /** 0 when the call may pass, else the seconds until the next may. */
  take(endpointId: string, address: string): Promise<number> | 0 {
    return this.limit?.take(address, endpointId) ?? 0;
  }
}

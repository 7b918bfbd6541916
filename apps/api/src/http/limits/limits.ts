import type { Redis } from 'ioredis';
import { callerAddress } from './caller-address';
import { RateLimit } from './rate-limit';
import { SharedLimit } from './shared-limit';

/** So many calls a minute for each caller. */
export interface CallLimit {
  /** Takes one call; 0 when it may pass, else the seconds until the next may. Never fails, and never waits for a dead store. */
  take(ip: string, what?: string): Promise<number>;
}

/** The limits of one API process: counted by all processes together where there is a store, else by each for itself. */
export class Limits {
  private store: Redis | null = null;

  /** `openStore` is not called before a limit is asked for that is on. */
  constructor(private readonly openStore: (() => Redis) | null) {}

  /** `name` tells limits apart in the store. */
  perMinute(name: string, calls: number): CallLimit {
    const own = new RateLimit(calls);
    const limit = this.openStore === null ? own : new SharedLimit(this.open(this.openStore), { name, calls }, own);
    return { take: async (ip, what = '') => limit.take(`${what} ${callerAddress(ip)}`) };
  }

  close(): void {
    this.store?.disconnect();
  }

  private open(openStore: () => Redis): Redis {
    return (this.store ??= openStore());
  }
}

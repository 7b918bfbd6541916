import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from './rate-limit';

const MINUTE_SECONDS = 60;

/** How long a store that did not answer is not asked again. */
const PAUSE_MS = 5_000;

/** A limit that all processes count together: so many calls in the minute that begins with the first one. */
export class SharedLimit {
  private readonly limiter: RateLimiterRedis;
  private awayUntil = 0;
  private isSuspect = false;

  /** `own` counts while the store is away; what was counted there is not known here then. */
  constructor(
    private readonly store: Redis,
    { name, calls }: { name: string; calls: number },
    private readonly own: RateLimit,
  ) {
    this.limiter = new RateLimiterRedis({
      storeClient: store,
      keyPrefix: `pitlane:limit:${name}`,
      points: calls,
      duration: MINUTE_SECONDS,
      // Who is over the limit is not asked for again until the minute ends: a flood stays in this process.
      inMemoryBlockOnConsumed: calls,
      rejectIfRedisNotReady: true,
    });
  }

  /** 0 when the call may pass, else the seconds until the minute ends. */
  async take(key: string): Promise<number> {
    const now = performance.now();
    if (this.store.status !== 'ready' || now < this.awayUntil) return this.own.take(key);
    // One call finds out whether a store that did not answer is there again; the others do not wait for it.
    if (this.isSuspect) this.awayUntil = now + PAUSE_MS;
    try {
      await this.limiter.consume(key);
      this.isThere(true);
      return 0;
    } catch (refusal) {
      // May be from memory, so it says nothing about the store.
      if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
      this.isThere(false);
      return this.own.take(key);
    }
  }

  private isThere(answered: boolean): void {
    this.isSuspect = !answered;
    this.awayUntil = answered ? 0 : performance.now() + PAUSE_MS;
  }
}

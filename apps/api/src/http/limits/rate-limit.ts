interface Bucket {
  tokens: number;
  at: number;
}

const MOST_BUCKETS = 50_000;

/** A token bucket for each key: `perMinute` calls at once, refilled evenly. Real time: limits protect the machine, not the platform. */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly perMinute: number) {}

  /** Takes one token; 0 when there was one, else the seconds until the next. */
  take(key: string): number {
    const now = performance.now();
    const bucket = this.buckets.get(key) ?? { tokens: this.perMinute, at: now };
    const tokens = Math.min(this.perMinute, bucket.tokens + ((now - bucket.at) * this.perMinute) / 60_000);
    const allowed = tokens >= 1;
    // Re-inserting keeps the map in order of use, so that the first key is the one that is longest idle.
    this.buckets.delete(key);
    this.buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
    if (this.buckets.size > MOST_BUCKETS) this.dropOldest();
    return allowed ? 0 : Math.max(1, Math.ceil(((1 - tokens) * 60) / this.perMinute));
  }

  private dropOldest(): void {
    const oldest = this.buckets.keys().next();
    if (oldest.done !== true) this.buckets.delete(oldest.value);
  }
}

import type { RateLimit } from '../rate-limit';

/** Slows down whoever guesses keys. A right key is never held up, so that nobody can lock another one out. K§9. */
export class FailedKeys {
  /** `null`: the local profile, where test suites try wrong keys by the hundred. */
  constructor(private readonly limit: RateLimit | null) {}

  /** Counts one failure; seconds to wait when there were too many. */
  count(address: string): number {
    return this.limit?.take(address) ?? 0;
  }
}

import type { CallLimit } from '../limits/limits';

/** Slows down whoever guesses keys. A right key is never held up, so that nobody can lock another one out. K§9. */
export class FailedKeys {
  /** `null`: the local profile, where test suites try wrong keys by the hundred. */
  constructor(private readonly limit: CallLimit | null) {}

  /** Counts one failure; seconds to wait when there were too many. */
  async count(address: string): Promise<number> {
    return this.limit === null ? 0 : this.limit.take(address);
  }
}

import type { Outcome } from './public-calls';

/** What came of many calls of the same kind. */
export interface Tally {
  times: number;
  taken: number;
  refused: number;
  /** How many came to what: a status, or the words of a refusal. */
  results: Record<string, number>;
  tookMs: number;
  perSecond: number;
}

export class Counts {
  private readonly results = new Map<string, number>();
  private taken = 0;
  private refused = 0;

  /** `what`: how a call that was taken came out. */
  add<Taken>(outcome: Outcome<Taken>, what: (taken: Taken) => string): void {
    const result = outcome.kind === 'taken' ? what(outcome.value) : `${String(outcome.status)} ${outcome.message}`;
    if (outcome.kind === 'taken') this.taken += 1;
    else this.refused += 1;
    this.results.set(result, (this.results.get(result) ?? 0) + 1);
  }

  tally(tookMs: number): Tally {
    const times = this.taken + this.refused;
    return {
      times,
      taken: this.taken,
      refused: this.refused,
      results: Object.fromEntries(this.results),
      tookMs: Math.round(tookMs),
      perSecond: Math.round((times / Math.max(1, tookMs)) * 1_000),
    };
  }
}

export function tallyText({ times, results, tookMs, perSecond }: Tally): string {
  return [
    ...Object.entries(results).map(([result, some]) => `  ${String(some)} × ${result}`),
    `${String(times)} in ${(tookMs / 1_000).toFixed(1)} s, ${String(perSecond)} a second`,
  ].join('\n');
}

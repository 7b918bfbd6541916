import type { Sample } from './family';

const BETWEEN = '\u0000';

/** Counts by one or several words, each out of a list of ours: never one that a client can choose. */
export class Tally {
  private readonly counts = new Map<string, number>();

  /** `labels`: what the words mean, in their order. */
  constructor(private readonly labels: readonly string[]) {}

  add(words: readonly string[], by = 1): void {
    const key = words.length === 1 ? (words[0] ?? '') : words.join(BETWEEN);
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }

  samples(): Sample[] {
    return Array.from(this.counts, ([key, value]) => {
      const words = key.split(BETWEEN);
      return { labels: Object.fromEntries(this.labels.map((label, index) => [label, words[index] ?? ''])), value };
    });
  }
}

/** Upper bounds of durations in seconds. A click takes 1 to 10 ms, an attempt up to the time-out of its delivery. */
export const SECONDS = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/** A histogram that costs an addition a value: what the page wants of it is put together when it is asked for. */
export class Durations {
  private readonly counts = new Float64Array(SECONDS.length + 1);
  private sum = 0;

  add(ms: number): void {
    const seconds = ms / 1_000;
    let place = 0;
    while (place < SECONDS.length && seconds > (SECONDS[place] ?? 0)) place += 1;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    this.sum += seconds;
  }

  /** Buckets that each hold the ones before, the sum in seconds and the count; empty when nothing was ever added. */
  samples(labels: Readonly<Record<string, string>>): Sample[] {
    let count = 0;
    const buckets = Array.from(this.counts, (more, place) => {
      count += more;
      return { suffix: '_bucket', labels: { ...labels, le: String(SECONDS[place] ?? '+Inf') }, value: count };
    });
    if (count === 0) return [];
    return [...buckets, { suffix: '_sum', labels, value: this.sum }, { suffix: '_count', labels, value: count }];
  }
}

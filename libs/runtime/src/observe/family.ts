/** One value of a family. `suffix` goes behind its name: `_bucket`, `_sum` or `_count` of a histogram. */
export interface Sample {
  suffix?: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** One metric with all its values, read when somebody asks and at no other time. */
export interface Family {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  labels: readonly string[];
  read(): readonly Sample[] | Promise<readonly Sample[]>;
}

/** A family of one value. */
export function single(about: Omit<Family, 'labels' | 'read'>, read: () => number | Promise<number>): Family {
  return { ...about, labels: [], read: async () => [{ labels: {}, value: await read() }] };
}

/** A gauge whose values differ by one word. */
export function gaugeBy(
  { label, ...about }: { name: string; help: string; label: string },
  read: () => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>,
): Family {
  return {
    ...about,
    type: 'gauge',
    labels: [label],
    read: async () => Object.entries(await read()).map(([word, value]) => ({ labels: { [label]: word }, value })),
  };
}

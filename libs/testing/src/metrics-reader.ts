/** One value of a page of metrics. */
export interface ReadSample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** A page in Prometheus text format, as a test looks at it. */
export class ReadMetrics {
  readonly samples: readonly ReadSample[];
  /** Type of each family, by its name. */
  readonly types: ReadonlyMap<string, string>;

  constructor(text: string) {
    const lines = text.split('\n');
    this.types = new Map(
      lines.filter((line) => line.startsWith('# TYPE ')).map((line) => line.slice(7).split(' ') as [string, string]),
    );
    this.samples = lines.filter((line) => line !== '' && !line.startsWith('#')).map(toSample);
  }

  /** Of all values whose labels are these, and perhaps others; 0 when there is none. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.samples
      .filter(
        (sample) =>
          sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
      )
      .reduce((sum, { value }) => sum + value, 0);
  }
}

/** Asks a server for its metrics. */
export async function readMetrics(url: string, headers: Readonly<Record<string, string>> = {}): Promise<ReadMetrics> {
  const response = await fetch(`${url}/metrics`, { headers });
  if (response.status !== 200) throw new Error(`GET /metrics: ${response.status}`);
  return new ReadMetrics(await response.text());
}

function toSample(line: string): ReadSample {
  const [, name = '', labels = '', value = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === '') throw new Error(`This is no line of a page of metrics: ${line}`);
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [key, text]);
  return {
    name,
    labels: Object.fromEntries(pairs) as Record<string, string>,
    value: Number(value.replace('Inf', 'Infinity')),
  };
}

import { performance } from 'node:perf_hooks';
import type * as prometheus from 'prom-client';
import { single, type Family, type Sample } from './family';

/** How often the event loop is looked at, in milliseconds: often enough for a lag that a click would feel. */
const LAG_RESOLUTION_MS = 20;

/** Everything of one process, in a registry of its own: prom-client's global one would be shared by all of them. */
export class MetricRegistry {
  private readonly registry: prometheus.Registry;

  /** `client`: the package, which is loaded when the first page is asked for. */
  constructor(
    private readonly client: typeof prometheus,
    families: readonly Family[],
  ) {
    this.registry = new client.Registry();
    client.collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_RESOLUTION_MS });
    this.add([...families, eventLoopUtilization()]);
  }

  add(families: readonly Family[]): void {
    for (const family of families) this.registry.registerMetric(this.metricOf(family));
  }

  async read(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  /**
   * A family as a metric of prom-client. Its histogram is the one metric whose text is made by a method of its own, so that one may tell
   * values that were counted elsewhere.
   */
  private metricOf(family: Family): prometheus.Histogram {
    const { name, help, type } = family;
    const metric = new this.client.Histogram({ name, help, registers: [] });
    const getForPromString = async (): Promise<Told> => {
      const samples = await samplesOf(family);
      return { name, help, type, values: samples.map((sample) => toValue(name, sample)) };
    };
    return Object.assign(metric, { getForPromString });
  }
}

interface Told {
  name: string;
  help: string;
  type: string;
  values: Value[];
}

interface Value {
  metricName: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** What can't be read leaves a gap, and the rest of the page stays. */
async function samplesOf(family: Family): Promise<readonly Sample[]> {
  try {
    return await family.read();
  } catch {
    return [];
  }
}

function toValue(name: string, { suffix = '', labels, value }: Sample): Value {
  return { metricName: `${name}${suffix}`, labels, value };
}

function eventLoopUtilization(): Family {
  let last = performance.eventLoopUtilization();
  return single(
    {
      name: 'pitlane_event_loop_utilization_ratio',
      help: 'Share of the time since the last page in which the event loop was at work.',
      type: 'gauge',
    },
    () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return utilization;
    },
  );
}

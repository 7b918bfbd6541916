import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { performance } from 'node:perf_hooks';
import { single, type Family, type Sample } from './family';

/** How often the event loop is looked at, in milliseconds: often enough for a lag that a click would feel. */
const LAG_RESOLUTION_MS = 20;

/** Everything of one process, in a registry of its own: prom-client's global one would be shared by all of them. */
export class MetricRegistry {
  private readonly registry = new Registry();

  constructor(families: readonly Family[]) {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_RESOLUTION_MS });
    for (const family of [...families, eventLoopUtilization()]) new ReadFamily(family, this.registry);
  }

  async read(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}

interface Value {
  metricName: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/**
 * A family as a metric of prom-client. Its histogram is the one metric whose text is made by a method of its own, so that one may tell
 * values that were counted elsewhere.
 */
class ReadFamily extends Histogram {
  constructor(
    private readonly family: Family,
    registry: Registry,
  ) {
    super({ name: family.name, help: family.help, registers: [registry] });
  }

  async getForPromString(): Promise<{ name: string; help: string; type: string; values: Value[] }> {
    const { name, help, type } = this.family;
    return { name, help, type, values: (await this.samples()).map((sample) => toValue(name, sample)) };
  }

  /** What can't be read leaves a gap, and the rest of the page stays. */
  private async samples(): Promise<readonly Sample[]> {
    try {
      return await this.family.read();
    } catch {
      return [];
    }
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

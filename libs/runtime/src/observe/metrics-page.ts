import type { Family } from './family';
import { MetricRegistry } from './metric-registry';

/**
 * What `GET /metrics` answers. Until somebody asks for the first time nothing of it exists: no registry, no watch on the event loop, no
 * package loaded.
 */
export class MetricsPage {
  private readonly families: Family[] = [];
  private registry: Promise<MetricRegistry> | null = null;

  add(families: readonly Family[]): void {
    this.families.push(...families);
    void this.registry?.then((registry) => {
      registry.add(families);
    });
  }

  /** Prometheus text format 0.0.4. */
  async read(): Promise<{ contentType: string; text: string }> {
    this.registry ??= import('prom-client').then((client) => new MetricRegistry(client, this.families));
    return (await this.registry).read();
  }
}

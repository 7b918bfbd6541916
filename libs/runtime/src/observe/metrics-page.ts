import type { Family } from './family';
import type { MetricRegistry } from './metric-registry';

/**
 * What `GET /metrics` answers. Until somebody asks for the first time nothing of it exists: no registry, no watch on the event loop, no
 * package loaded.
 */
export class MetricsPage {
  private readonly families: Family[] = [];
  private registry: Promise<MetricRegistry> | null = null;

  /** Before the first page. */
  add(families: readonly Family[]): void {
    this.families.push(...families);
  }

  /** Prometheus text format 0.0.4. */
  async read(): Promise<{ contentType: string; text: string }> {
    this.registry ??= import('./metric-registry.js').then(({ MetricRegistry }) => new MetricRegistry(this.families));
    return (await this.registry).read();
  }
}

import 'reflect-metadata';
import { createLog, MetricsPage, openTracing, RootKeys, readConfig, runUntilSignal } from '@app/runtime';
import { openStore } from '@app/store';
import { processFamilies, Statistics, traceChanges } from '@app/tracking';
import { createWorker } from './create-worker';
import { serveMetrics } from './observe/metrics-server';

const CONNECTIONS = 8;

/** A worker process of its own, on a shared PostgreSQL and, where set, Redis. */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.DATABASE_URL === undefined) {
    throw new Error('Set DATABASE_URL: only "pitlane start" brings its own database.');
  }
  const log = createLog(config.LOG_LEVEL);
  const store = await openStore({
    url: config.DATABASE_URL,
    applicationName: 'pitlane-worker',
    connections: CONNECTIONS,
    migrations: config.local ? 'apply' : 'refuse',
  });
  const keys = new RootKeys(config);
  const page = new MetricsPage();
  page.add(processFamilies(store.database));
  const tracing = await openTracing(config, log);
  if (tracing !== null) traceChanges(tracing);
  const worker = await createWorker({ config, keys, log, database: store.database, metrics: page, tracing });
  const { METRICS_PORT } = config;
  const hide = METRICS_PORT === undefined ? null : await serveMetrics({ config, keys, page }, METRICS_PORT);
  const statistics = Statistics.start(store.database, log);
  runUntilSignal(async () => {
    hide?.();
    await Promise.all([statistics.stop(), worker.close()]);
    await tracing?.close();
    await store.close();
  });
  process.stdout.write('Pitlane worker ready\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

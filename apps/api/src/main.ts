import 'reflect-metadata';
import { createLog, openTracing, RootKeys, readConfig, runUntilSignal } from '@app/runtime';
import { openStore } from '@app/store';
import { ensureDefaultAccount, Statistics } from '@app/tracking';
import { createApi } from './create-api';

const CONNECTIONS = 12;

/** An API process of its own, on a shared PostgreSQL. */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.DATABASE_URL === undefined) {
    throw new Error('Set DATABASE_URL: only "pitlane start" brings its own database.');
  }
  const log = createLog(config.LOG_LEVEL);
  const store = await openStore({
    url: config.DATABASE_URL,
    applicationName: 'pitlane-api',
    connections: CONNECTIONS,
    migrations: config.local ? 'apply' : 'refuse',
    scale: config.PITLANE_SCALE,
  });
  if (config.local) await ensureDefaultAccount(store.database, config.local);
  const tracing = await openTracing(config, log);
  const api = await createApi({ config, keys: new RootKeys(config), log, tracing, ...store });
  const statistics = Statistics.start(store.database, log);
  runUntilSignal(async () => {
    await Promise.all([statistics.stop(), api.close()]);
    await tracing?.close();
    await store.close();
  });
  process.stdout.write(`Pitlane API ready on ${config.HOST}:${String(api.port)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

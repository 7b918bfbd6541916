import 'reflect-metadata';
import { createLog, RootKeys, readConfig, runUntilSignal } from '@app/runtime';
import { openStore } from '@app/store';
import { createWorker } from './create-worker';

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
  const worker = await createWorker({ config, keys: new RootKeys(config), log, database: store.database });
  runUntilSignal(async () => {
    await worker.close();
    await store.close();
  });
  process.stdout.write('Pitlane worker ready\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

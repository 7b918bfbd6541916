import 'reflect-metadata';
import { createApi, type Api } from '../../api/src/create-api';
import { createWorker } from '../../worker/src/create-worker';
import { createLog, MetricsPage, openTracing, RootKeys, type Config } from '@app/runtime';
import { openStore } from '@app/store';
import { Statistics } from '@app/tracking';
import { newestClickUrl } from '../../api/src/admin/offers/newest-click-url';
import type { LoadedAccount } from '../../api/src/emulator/seed/load/load-seed';
import { seedStore } from '../../api/src/emulator/seed/seed-store';
import { ConsoleLogins } from '../../api/src/http/keys/console-logins';

/** API and worker in one process, on one pool of connections. */
export interface AllInOne {
  api: Api;
  keys: RootKeys;
  /** True when the database had no account. */
  empty: boolean;
  /** Makes a token that logs one browser in to the console, once. */
  newLoginToken(): Promise<string>;
  /** Where a click on the newest offer begins, without its member; `null` when there is none. */
  newestClickUrl(): Promise<string | null>;
  /** Fills the store from the text of a seed. */
  loadSeed(text: string): Promise<LoadedAccount[]>;
  close(): Promise<void>;
}

const CONNECTIONS = 12;

export async function startAllInOne(config: Config, databaseUrl: string): Promise<AllInOne> {
  const log = createLog(config.LOG_LEVEL);
  const keys = new RootKeys(config);
  const store = await openStore({
    url: databaseUrl,
    applicationName: 'pitlane',
    connections: CONNECTIONS,
    migrations: 'apply',
    scale: config.PITLANE_SCALE,
  });
  const metrics = new MetricsPage();
  const tracing = await openTracing(config, log);
  // Each waits for the database now and then, and the others go on meanwhile.
  const [{ rows }, api, worker] = await Promise.all([
    store.database.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT 1 FROM accounts) AS empty'),
    createApi({ config, keys, log, metrics, tracing, ...store }),
    createWorker({ config, keys, log, metrics, tracing, database: store.database }),
  ]);
  const statistics = Statistics.start(store.database, log);
  return {
    api,
    keys,
    empty: rows[0]?.empty === true,
    loadSeed: (text) => seedStore({ database: store.database, config, keys }, text),
    newLoginToken: () => new ConsoleLogins(store.database).newLoginToken(),
    newestClickUrl: () => newestClickUrl(store.database, config.publicUrl),
    close: async () => {
      await Promise.all([statistics.stop(), api.close()]);
      await worker.close();
      await tracing?.close();
      await store.close();
    },
  };
}

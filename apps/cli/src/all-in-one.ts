import 'reflect-metadata';
import { createApi, type Api } from '../../api/src/create-api';
import { createWorker } from '../../worker/src/create-worker';
import { createLog, MetricsPage, openTracing, RootKeys, type Config } from '@app/runtime';
import { openStore } from '@app/store';
import { Statistics } from '@app/tracking';
import { ConsoleLogins } from '../../api/src/http/keys/console-logins';

/** API and worker in one process, on one pool of connections. */
export interface AllInOne {
  api: Api;
  keys: RootKeys;
  /** True when the database had no account. */
  empty: boolean;
  /** Makes a token that logs one browser in to the console, once. */
  newLoginToken(): Promise<string>;
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
  const { rows } = await store.database.query<{ empty: boolean }>(
    'SELECT NOT EXISTS (SELECT 1 FROM accounts) AS empty',
  );
  const metrics = new MetricsPage();
  const tracing = await openTracing(config, log);
  const api = await createApi({ config, keys, log, metrics, tracing, ...store });
  const worker = await createWorker({ config, keys, log, metrics, tracing, database: store.database });
  const statistics = Statistics.start(store.database, log);
  return {
    api,
    keys,
    empty: rows[0]?.empty === true,
    newLoginToken: () => new ConsoleLogins(store.database).newLoginToken(),
    close: async () => {
      await Promise.all([statistics.stop(), api.close()]);
      await worker.close();
      await tracing?.close();
      await store.close();
    },
  };
}

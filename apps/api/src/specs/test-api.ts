import { createLog, readConfig, RootKeys } from '@app/runtime';
import { createDataSource } from '@app/store';
import { adminCaller, type CallAdmin, type testDatabase } from '@app/testing';
import { createApi } from '../create-api';
import type { ServerTimes } from '../http/server/server-times';

export const ROOT_KEY = 'a-root-key-for-specs';

/** The API of a suite, as its tests call it. */
export interface TestApi {
  /** Where it answers. */
  url: () => string;
  /** The admin REST by a key; the root key acts on the account of `slug`. */
  caller: (key: string, slug?: string) => CallAdmin;
  /** The admin REST of an account, by the root key. */
  as: (account: { slug: string }) => CallAdmin;
}

/** An API in this process on the suite's own database, from before its first test until after its last. */
export function testApi(
  db: ReturnType<typeof testDatabase>,
  settings: Record<string, string> = {},
  times?: ServerTimes,
): TestApi {
  let close: () => Promise<void>;
  let port = 0;

  beforeAll(async () => {
    const secrets = { PITLANE_ADMIN_KEY: ROOT_KEY, PITLANE_SECRET_KEY: 'a-secret-key-for-specs' };
    const config = readConfig({ PORT: '0', ...secrets, ...settings });
    const dataSource = await createDataSource({ url: db.url, connections: 4 }).initialize();
    const { database } = db;
    const parts = { config, keys: new RootKeys(config), log: createLog('silent'), database, dataSource };
    const api = await createApi(parts, times);
    port = api.port;
    close = async () => {
      await api.close();
      await dataSource.destroy();
    };
  });

  afterAll(() => close());

  const url = (): string => `http://127.0.0.1:${port}`;
  const caller = (key: string, slug?: string): CallAdmin => adminCaller(url(), key, slug);
  return { url, caller, as: ({ slug }) => caller(ROOT_KEY, slug) };
}

import { createLog, readConfig, RootKeys } from '@app/runtime';
import { createDataSource } from '@app/store';
import { testDatabase } from '@app/testing';
import { createApi, type Api } from '../create-api';

const db = testDatabase();
let api: Api;
beforeAll(async () => {
  const config = readConfig({ PORT: '0', PUBLIC_URL: 'http://pitlane.test:8080', LOG_LEVEL: 'error' });
  const dataSource = await createDataSource({ url: db.url, connections: 4 }).initialize();
  api = await createApi({ config, keys: new RootKeys('root-key-root-key', 'secret-secret-secret', false), log: createLog('error'), database: db.database, dataSource });
});
it('boots', async () => {
  const answer = await fetch(`http://127.0.0.1:${api.port}/admin/v1/accounts`, { method: 'POST', headers: { authorization: 'ApiToken root-key-root-key', 'content-type': 'application/json' }, body: JSON.stringify({ slug: 'demo' }) });
  console.log(answer.status, await answer.text());
});
afterAll(() => api.close());

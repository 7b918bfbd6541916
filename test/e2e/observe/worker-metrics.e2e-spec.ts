import { Database } from '@app/store';
import { readMetrics, testDatabase } from '@app/testing';
import { request } from '../support/http';
import { freePort } from '../support/system/free-port';
import { PITLANE, ProductProcess } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';

const TOKEN = 'a-token-for-metrics';

const database = testDatabase(Database);
const folder = testFolders();

let worker: ProductProcess;
let url: string;

describe('a worker with METRICS_PORT', () => {
  beforeAll(async () => {
    const port = String(await freePort());
    url = `http://127.0.0.1:${port}`;
    const secrets = {
      PITLANE_ADMIN_KEY: 'the-root-key-of-this-worker',
      PITLANE_SECRET_KEY: 'the-secret-key-of-this-worker',
    };
    const env = {
      DATABASE_URL: database.url,
      PITLANE_DATA_DIR: folder(),
      METRICS_PORT: port,
      METRICS_TOKEN: TOKEN,
      ...secrets,
    };
    worker = new ProductProcess({ command: [PITLANE, 'worker'], env });
    await worker.says(/^Pitlane worker ready/m);
  });

  afterAll(async () => {
    expect(await worker.end('SIGTERM')).toMatchObject({ code: 0 });
  });

  it('should tell its own metrics to whoever has the token', async () => {
    const page = await readMetrics(url, { authorization: `Bearer ${TOKEN}` });
    expect([...page.types.keys()]).toEqual(
      expect.arrayContaining(['pitlane_delivery_attempts_total', 'pitlane_pg_pool', 'process_resident_memory_bytes']),
    );
    expect(page.types.has('pitlane_http_requests_total')).toBe(false);
    expect(page.sum('pitlane_pg_pool', { state: 'open' })).toBeGreaterThan(0);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['GET', '/metrics', {}, 401],
    ['GET', '/metrics', { authorization: 'Bearer a-token-of-somebody' }, 401],
    ['POST', '/metrics', { authorization: `Bearer ${TOKEN}` }, 404],
    ['GET', '/admin/v1/offers', { authorization: `Bearer ${TOKEN}` }, 404],
  ])('should tell nothing else: %s %s %j is %i', async (method, path, headers, status) => {
    expect((await request(`${url}${path}`, { method, headers })).status).toBe(status);
  });
});

import { Database } from '@app/store';
import { testDatabase, testReceivers, until } from '@app/testing';
import { createAccount, type Account } from '../support/account';
import { AdminClient } from '../support/admin-client';
import type { CallbackBody } from '../support/answers';
import { freePort } from '../support/system/free-port';
import { request } from '../support/http';
import { startPitlane } from '../support/pitlane';
import { PITLANE, ProductProcess } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';
import { ownRedis } from '../support/own-redis';

const ADMIN_KEY = 'the-root-key-of-this-deployment';
const READY = { api: /^Pitlane API ready/m, worker: /^Pitlane worker ready/m };

const database = testDatabase(Database);
const receivers = testReceivers();
const folder = testFolders();

let dataDir = '';
let running: ProductProcess[] = [];
let urls: string[] = [];

function environment(): Record<string, string> {
  const redisUrl = ownRedis();
  return {
    DATABASE_URL: database.url,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    PITLANE_DATA_DIR: dataDir,
    PITLANE_ADMIN_KEY: ADMIN_KEY,
    PITLANE_SECRET_KEY: 'the-secret-key-of-this-deployment',
  };
}

async function start(app: 'api' | 'worker', env: Record<string, string>): Promise<ProductProcess> {
  const started = new ProductProcess({ command: [PITLANE, app], env });
  running.push(started);
  await started.says(READY[app]);
  return started;
}

async function startApi(): Promise<string> {
  const port = String(await freePort());
  await start('api', { ...environment(), PORT: port });
  return `http://127.0.0.1:${port}`;
}

describe('api and worker as separate processes on shared servers', () => {
  beforeAll(async () => {
    dataDir = folder();
    urls = await Promise.all([startApi(), startApi()]);
    await Promise.all([start('worker', environment()), start('worker', environment())]);
  });

  afterAll(async () => {
    const endings = await Promise.all(running.map((each) => each.end('SIGTERM')));
    running = [];
    expect(endings.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  });

  /** An account, seen through each api. */
  async function accounts(): Promise<[Account, Account]> {
    const [first = '', second = ''] = urls;
    const account = await createAccount(new AdminClient(first, ADMIN_KEY));
    return [account, account.on({ url: second })];
  }

  it('should do what one process does: each conversion calls back once, whoever takes the calls', async () => {
    const receiver = await receivers.start();
    const [here, there] = await accounts();
    await here.callback({ url: receiver.url });
    const offer = await here.offer();
    const clicks = await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? here : there).click(offer)));
    const made = await Promise.all(clicks.map(({ clickId }, n) => (n % 2 === 0 ? there : here).convert(clickId)));
    await until(() => receiver.requests.length >= made.length);
    const called = (receiver.bodies as CallbackBody[]).map(({ conversion }) => conversion.conversionId);
    expect(called.sort()).toEqual(made.map(({ conversionId }) => conversionId).sort());
  });

  it('should follow at once what was configured through another api', async () => {
    const [here, there] = await accounts();
    const offer = await here.offer();
    const click = async (): Promise<number> => (await request(`${there.local(offer.clickUrl)}lus`)).status;
    expect(await click()).toBe(302);
    await here.api.post(`/offers/${offer.id}/pause`);
    await until(async () => (await click()) === 410);
    await here.api.post(`/offers/${offer.id}/resume`);
    await until(async () => (await click()) === 302);
  });

  it('should record one conversion for calls that come at once through both', async () => {
    const [here, there] = await accounts();
    const { clickId } = await here.click(await here.offer());
    const made = await Promise.all(Array.from({ length: 16 }, (_, n) => (n % 2 === 0 ? here : there).convert(clickId)));
    expect(new Set(made.map(({ conversionId }) => conversionId)).size).toBe(1);
    expect(await here.api.list('/conversions')).toHaveLength(1);
  });

  it('should serve all in one on the same database too', async () => {
    const whole = await startPitlane({ env: environment(), dataDir });
    expect(whole.output).toContain('Database   yours');
    expect(await whole.root.list('/accounts')).not.toHaveLength(0);
    expect(await whole.stop()).toMatchObject({ code: 0 });
  });
});

describe('in production', () => {
  it('should refuse to run on a database that was not migrated, and run once it is', async () => {
    await database.rows('DROP SCHEMA public CASCADE');
    await database.rows('CREATE SCHEMA public');
    const env = { ...environment(), PITLANE_PROFILE: 'production', PORT: String(await freePort()) };
    for (const app of ['api', 'worker']) {
      const refused = new ProductProcess({ command: [PITLANE, app], env });
      expect(await refused.ended()).toMatchObject({ code: 1 });
      expect(refused.output).toContain('pitlane migrate');
    }
    const migration = new ProductProcess({ command: [PITLANE, 'migrate'], env });
    expect(await migration.ended()).toMatchObject({ code: 0 });
    const api = await start('api', env);
    expect(await api.end('SIGTERM')).toMatchObject({ code: 0 });
  });
});

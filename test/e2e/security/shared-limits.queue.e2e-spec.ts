import { Database } from '@app/store';
import { testDatabase } from '@app/testing';
import { randomBytes } from 'node:crypto';
import { createAccount, type Account } from '../support/account';
import { AdminClient } from '../support/admin-client';
import { request, type HttpAnswer } from '../support/http';
import { freePort } from '../support/system/free-port';
import { PITLANE, ProductProcess } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';
import { ownRedis } from '../support/own-redis';

const ADMIN_KEY = 'the-root-key-of-this-deployment';
const REDIS_URL = ownRedis();
/** With Redis two processes let through what one does; without it each counts for itself. */
const SHARES = REDIS_URL === undefined ? 2 : 1;
/** Nobody listens there. */
const DEAD_REDIS = 'redis://127.0.0.1:1';

const database = testDatabase(Database);
const folder = testFolders();

let running: ProductProcess[] = [];
let account: Account;

async function startApi(env: Record<string, string>): Promise<string> {
  const port = String(await freePort());
  const started = new ProductProcess({
    command: [PITLANE, 'api'],
    env: {
      DATABASE_URL: database.url,
      PITLANE_DATA_DIR: folder(),
      PITLANE_ADMIN_KEY: ADMIN_KEY,
      PITLANE_SECRET_KEY: 'the-secret-key-of-this-deployment',
      PITLANE_PROFILE: 'production',
      TRUST_PROXY: '127.0.0.1',
      REJECTION_RATE_LIMIT: '20',
      PORT: port,
      ...env,
    },
  });
  running.push(started);
  await started.says(/^Pitlane API ready/m);
  return `http://127.0.0.1:${port}`;
}

const REDIS: Record<string, string> = REDIS_URL === undefined ? {} : { REDIS_URL };

/** An address of the documentation's own, that no other test and no earlier run has. */
const newNetwork = (): string => `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}`;

/** Calls in turn at all of these, all from one network; how many were let through, and what the rest was told. */
async function burst(
  urls: readonly string[],
  calls: number,
  call: (url: string, headers: Record<string, string>) => Promise<HttpAnswer>,
): Promise<{ passed: number; refused: HttpAnswer[] }> {
  const network = newNetwork();
  const answers: HttpAnswer[] = [];
  for (let n = 0; n < calls; n++) {
    const url = urls[n % urls.length] ?? '';
    answers.push(
      await call(url, { 'x-forwarded-for': `${network}::${(n + 1).toString(16)}`, 'x-forwarded-proto': 'https' }),
    );
  }
  const refused = answers.filter(({ status }) => status === 429);
  return { passed: answers.length - refused.length, refused };
}

function expectExactWaits(refused: readonly HttpAnswer[]): void {
  expect(refused.length).toBeGreaterThan(0);
  for (const { headers } of refused) {
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
}

const guess = (url: string, headers: Record<string, string>): Promise<HttpAnswer> =>
  request(`${url}/admin/v1/offers`, { headers: { ...headers, authorization: 'ApiToken wrong' } });

const wall = (url: string, headers: Record<string, string>): Promise<HttpAnswer> =>
  request(`${url}/api/v1/offer-wall/offer-link`, { headers });

describe('limits of two api processes', () => {
  let urls: string[] = [];

  beforeAll(async () => {
    const migration = new ProductProcess({
      command: [PITLANE, 'migrate'],
      env: { DATABASE_URL: database.url, PITLANE_ADMIN_KEY: ADMIN_KEY },
    });
    await migration.ended();
    urls = await Promise.all([startApi(REDIS), startApi(REDIS)]);
    account = await createAccount(new AdminClient(urls[0] ?? '', ADMIN_KEY));
  });

  afterAll(async () => {
    const endings = await Promise.all(running.map((each) => each.end('SIGTERM')));
    running = [];
    expect(endings.map(({ code }) => code)).toEqual(endings.map(() => 0));
  });

  /** Tokens come back while the calls are made where each process counts for itself: then a few more pass. */
  function expectPassed(passed: number, limit: number): void {
    expect(passed).toBeGreaterThanOrEqual(limit * SHARES);
    expect(passed).toBeLessThan(SHARES === 1 ? limit + 1 : limit * SHARES * 2);
  }

  it('should count wrong keys of one network together, and never hold up a right one', async () => {
    const { passed, refused } = await burst(urls, 150, guess);
    expectPassed(passed, 30);
    expectExactWaits(refused);
    for (const url of urls) {
      const headers = { authorization: `ApiToken ${account.key}`, 'x-forwarded-for': '2001:db8::1' };
      for (let n = 0; n < 50; n++) expect((await request(`${url}/admin/v1/offers`, { headers })).status).toBe(200);
    }
  });

  it('should count calls of the offer wall together', async () => {
    const { passed, refused } = await burst(urls, 250, wall);
    expectPassed(passed, 60);
    expectExactWaits(refused);
  });

  it('should count calls of a rejection endpoint together', async () => {
    const { rejectionPath } = await account.api.get<{ rejectionPath: string }>('/account');
    const path = new URL(rejectionPath).pathname;
    const { passed, refused } = await burst(urls, 100, (url, headers) =>
      request(`${url}${path}?new_rejected_reason=x&transaction_id=y`, { headers }),
    );
    expectPassed(passed, 20);
    expectExactWaits(refused);
  });

  it('should be followed by a key that is revoked through one of them, at once on the other', async () => {
    const [here = '', there = ''] = urls;
    const { id, apiKey } = await account
      .on({ url: here })
      .api.post<{ id: string; apiKey: string }>('/account/keys', { scope: 'admin' });
    const status = async (): Promise<number> =>
      (await request(`${there}/admin/v1/offers`, { headers: { authorization: `ApiToken ${apiKey}` } })).status;
    expect(await status()).toBe(200);
    await account.on({ url: here }).api.delete(`/account/keys/${id}`);
    expect(await status()).toBe(401);
  });

  it('should be kept by each process for itself while Redis is away, and no call fails or waits for it', async () => {
    const alone = await startApi({ REDIS_URL: DEAD_REDIS });
    const { passed, refused } = await burst([alone], 150, guess);
    expect(passed).toBeGreaterThanOrEqual(30);
    expect(passed).toBeLessThan(120);
    expectExactWaits(refused);
  });
});

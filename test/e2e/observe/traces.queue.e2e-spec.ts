import { Database } from '@app/store';
import { testDatabase, testReceivers, until, type Receiver } from '@app/testing';
import { createAccount, type Account } from '../support/account';
import { AdminClient } from '../support/admin-client';
import { request } from '../support/http';
import { freePort } from '../support/system/free-port';
import { PITLANE, ProductProcess } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';
import { collectedBy, type CollectedSpan } from './traces';
import { ownRedis } from '../support/own-redis';

const ADMIN_KEY = 'the-root-key-of-this-deployment';
const MEMBER = 'member-that-nobody-may-see';
const CALLER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

const database = testDatabase(Database);
const receivers = testReceivers();
const folder = testFolders();

const running: ProductProcess[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.end('SIGTERM')));
});

async function start(app: 'api' | 'worker', ready: RegExp, env: Record<string, string>): Promise<void> {
  const started = new ProductProcess({ command: [PITLANE, app], env });
  running.push(started);
  await started.says(ready);
}

/** An api and a worker, as processes of their own that share nothing but the database and the queue. */
async function startBoth(settings: Record<string, string>): Promise<Account> {
  const redisUrl = ownRedis();
  const port = String(await freePort());
  const env = {
    DATABASE_URL: database.url,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    PITLANE_DATA_DIR: folder(),
    PITLANE_ADMIN_KEY: ADMIN_KEY,
    PITLANE_SECRET_KEY: 'the-secret-key-of-this-deployment',
    PORT: port,
    ...settings,
  };
  await start('api', /^Pitlane API ready/m, { ...env, OTEL_SERVICE_NAME: 'tracks' });
  await start('worker', /^Pitlane worker ready/m, { ...env, OTEL_SERVICE_NAME: 'sends' });
  return createAccount(new AdminClient(`http://127.0.0.1:${port}`, ADMIN_KEY));
}

const ended = async (): Promise<unknown> =>
  (await Promise.all(running.splice(0).map((each) => each.end('SIGTERM')))).map(({ code }) => code);

/** A click, its conversion and their callback; answers the ids. */
async function walk(account: Account, receiver: Receiver): Promise<{ clickId: string; conversionId: string }> {
  await account.callback({ url: `${receiver.url}/hook?token=a-secret-of-the-account` });
  const { clickId } = await account.click(await account.offer(), MEMBER);
  const url = `${account.local(account.postbackUrl)}&gk_click_id=${clickId}`;
  const { status, json } = await request(url, { headers: { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` } });
  expect(status).toBe(200);
  await until(() => receiver.requests.length === 1);
  return { clickId, conversionId: (json as { data: { conversionId: string } }).data.conversionId };
}

const named = (spans: readonly CollectedSpan[], name: string): CollectedSpan => {
  const found = spans.filter((span) => span.name === name);
  expect([name, found.length]).toEqual([name, 1]);
  return found[0]!;
};

describe('traces', () => {
  it('should show click, conversion and callback as one trace, over processes that share nothing but the ledger', async () => {
    const collector = await receivers.start();
    const receiver = await receivers.start({ status: 204 });
    const account = await startBoth({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const { clickId, conversionId } = await walk(account, receiver);
    await until(() => collectedBy(collector).some(({ name }) => name === 'attempt callback'));
    expect(await ended()).toEqual([0, 0]);

    const spans = collectedBy(collector).filter(({ traceId }) => traceId === clickId.replaceAll('-', ''));
    const click = named(spans, 'click');
    const postback = named(spans, 'conversion postback');
    const change = named(spans, 'change status');
    const plan = named(spans, 'plan callback');
    const attempt = named(spans, 'attempt callback');
    expect([click, postback, change, plan, attempt].map(({ parentSpanId }) => parentSpanId)).toEqual([
      undefined,
      click.spanId,
      postback.spanId,
      change.spanId,
      plan.spanId,
    ]);
    expect([click, attempt].map(({ service }) => service)).toEqual(['tracks', 'sends']);
    expect(postback.links).toEqual([CALLER]);
    expect(postback.attributes).toMatchObject({ 'pitlane.result': 'recorded', 'pitlane.conversion.id': conversionId });
    expect(attempt.attributes).toMatchObject({
      'pitlane.attempt': 1,
      'pitlane.attempt.outcome': 'sent',
      'pitlane.receiver': receiver.url,
    });
    expect(collector.requests.map(({ path }) => path)).toEqual(collector.requests.map(() => '/v1/traces'));
  });

  it('should tell no secret and no member, and send none of its own headers to the receiver', async () => {
    const collector = await receivers.start();
    const receiver = await receivers.start();
    const account = await startBoth({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/own` });
    await walk(account, receiver);
    await until(() => collectedBy(collector).some(({ name }) => name === 'attempt callback'));
    expect(await ended()).toEqual([0, 0]);
    const told = collector.requests.map(({ path, body }) => path + body).join('\n');
    const { pathname, searchParams } = new URL(account.postbackUrl);
    const secrets = [
      account.key,
      ADMIN_KEY,
      MEMBER,
      'a-secret-of-the-account',
      searchParams.get('signature') ?? '',
      ...pathname.split('/').slice(3),
    ].filter((secret) => secret !== '');
    expect(secrets.length).toBe(8);
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    expect(receiver.requests[0]?.headers).not.toHaveProperty('traceparent');
  });

  it('should not mind a collector that is away or broken, nor one that never answers', async () => {
    const collector = await receivers.start({ fault: 'reset' }, { status: 500 }, { fault: 'silence' });
    const receiver = await receivers.start();
    const account = await startBoth({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await walk(account, receiver);
    expect(await ended()).toEqual([0, 0]);
  });
});

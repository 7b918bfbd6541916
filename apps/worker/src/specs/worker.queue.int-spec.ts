import { createLog, DELIVERIES_QUEUE, newId, prepareQueue, queueConnection, readConfig, RootKeys } from '@app/runtime';
import { Database, leaseDeliveries } from '@app/store';
import { Given, Ledger, testDatabase, testReceivers, testRedisUrl, until, type GivenDelivery } from '@app/testing';
import { DUE_CHANNEL } from '@app/tracking';
import { Queue } from 'bullmq';
import { QueueConveyor } from '../conveyor';
import { createWorker, type DeliveryWorker } from '../create-worker';

const db = testDatabase(Database);
const redisUrl = testRedisUrl();
const given = new Given(db);
const ledger = new Ledger(db);
const receivers = testReceivers();

const NOW = new Date('2024-03-01T12:00:00.000Z');
const LIMITS = { batch: 100, leaseMs: 20_000, attemptLeaseMs: 25_000 };
const KEY = 'a-key-for-this-spec-alone';
const log = createLog('silent');
const running: DeliveryWorker[] = [];

/** A worker process of its own, as far as a database can tell. */
async function startWorker(): Promise<DeliveryWorker> {
  const config = readConfig({
    REDIS_URL: redisUrl,
    DELIVERY_TIMEOUT: '5s',
    LOG_LEVEL: 'silent',
    PITLANE_ADMIN_KEY: KEY,
    PITLANE_SECRET_KEY: KEY,
  });
  const worker = await createWorker({ config, keys: new RootKeys(config), log, database: db.anotherPool() });
  running.push(worker);
  return worker;
}

const announce = (): Promise<unknown> => db.rows(`NOTIFY ${DUE_CHANNEL}`);

const statusOf = async ({ id }: GivenDelivery): Promise<string> =>
  (await db.row<{ status: string }>('SELECT status FROM deliveries WHERE id = $1', [id])).status;

/** How many deliveries stand so. */
const countOf = async (status: string): Promise<number> =>
  (await db.row<{ count: number }>('SELECT count(*)::int FROM deliveries WHERE status = $1', [status])).count;

/** What the time of a lease would do, without the wait: it is over for whatever no worker has begun. */
const expireQueued = (): Promise<unknown> =>
  db.rows('UPDATE deliveries SET leased_until = now() WHERE leased_until IS NOT NULL AND NOT in_flight');

async function withQueue<Result>(work: (queue: Queue) => Promise<Result>): Promise<Result> {
  const settings = { databaseUrl: db.url, redisUrl };
  await prepareQueue(settings);
  const queue = new Queue(DELIVERIES_QUEUE, { connection: queueConnection(settings, 'worker') });
  try {
    return await work(queue);
  } finally {
    await queue.close();
  }
}

const loseAllJobs = (): Promise<void> => withQueue((queue) => queue.obliterate({ force: true }));

afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.close()));
  await db.rows('TRUNCATE deliveries, attempts, receiver_health, conversions CASCADE');
});

describe(createWorker.name, () => {
  it('should deliver what falls due', async () => {
    const receiver = await receivers.start();
    await startWorker();
    const delivery = await given.delivery({ target: receiver.url });
    await announce();
    await until(async () => (await statusOf(delivery)) === 'Sent');
    expect(receiver.requests).toHaveLength(1);
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ number: 1, trigger: 'auto', outcome: 'sent' }]);
  });

  it('should find what was due before it started, and what nobody announced', async () => {
    const receiver = await receivers.start();
    const before = await given.delivery({ target: receiver.url });
    await startWorker();
    const after = await given.delivery({ target: receiver.url });
    await until(async () => (await statusOf(before)) === 'Sent' && (await statusOf(after)) === 'Sent');
  });

  it('should retry when the clock of the account gets there', async () => {
    const receiver = await receivers.start({ status: 503 }, { status: 200 });
    const account = await given.account({ frozenAt: NOW });
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    await startWorker();
    const delivery = await given.delivery({ conversion, target: receiver.url, dueAt: NOW });
    await announce();
    await until(async () => {
      const [attempt] = await ledger.attemptsOf(delivery);
      return attempt?.['outcome'] === 'retry';
    });
    const inTwoMinutes = new Date('2024-03-01T12:02:00.000Z');
    expect(await ledger.deliveriesOf(account)).toMatchObject([{ status: 'Pending', dueAt: inTwoMinutes }]);
    expect(receiver.requests).toHaveLength(1);

    await given.platformTime(account, inTwoMinutes);
    await announce();
    await until(async () => (await statusOf(delivery)) === 'Sent');
    expect(await ledger.attemptsOf(delivery)).toMatchObject([
      { startedAt: NOW },
      { startedAt: inTwoMinutes, trigger: 'retry' },
    ]);
  });

  it('should mature what is ripe and send what follows', async () => {
    const receiver = await receivers.start();
    const account = await given.account({ frozenAt: NOW, callback: { url: receiver.url } });
    const offer = await given.offer({ account });
    await startWorker();
    await given.conversion({ offer, status: 'Pending', maturesAt: NOW });
    await announce();
    await until(() => receiver.requests.length === 1);
    expect(receiver.bodies).toMatchObject([{ conversion: { status: 'Success' } }]);
  });

  it('should deliver although something cannot mature', async () => {
    const receiver = await receivers.start();
    const stuck = await given.conversion({ status: 'Pending', maturesAt: NOW });
    await db.rows('DELETE FROM offers WHERE id = $1', [stuck.offerId]);
    await startWorker();
    const delivery = await given.delivery({ target: receiver.url });
    await announce();
    await until(async () => (await statusOf(delivery)) === 'Sent');
  });

  it('should send the callbacks of one conversion one after the other (K§5.1)', async () => {
    const receiver = await receivers.start();
    const first = await given.delivery({ target: receiver.url });
    const { conversion } = first;
    const more = [1, 2, 3, 4].map(() => ({ conversion, target: receiver.url }));
    const ids = [first.id];
    for (const input of more) ids.push((await given.delivery(input)).id);
    await Promise.all([startWorker(), startWorker()]);
    await until(() => receiver.requests.length === 5);
    expect(receiver.bodies.map((body) => (body as { id: string }).id)).toEqual(ids);
  });

  it('should share the work among workers, each delivery sent once', async () => {
    const receiver = await receivers.start();
    await given.moreLike(await given.delivery({ target: receiver.url }), 299);
    await Promise.all([startWorker(), startWorker(), startWorker()]);
    await until(async () => (await countOf('Sent')) === 300);
    expect(receiver.requests).toHaveLength(300);
    expect(await db.rows('SELECT FROM attempts WHERE number > 1')).toEqual([]);
  });
});

describe('a worker that is closed', () => {
  it('should end what it has begun, and leave the rest to the next', async () => {
    const receiver = await receivers.start();
    const release = receiver.hold();
    const worker = await startWorker();
    const begun = await given.delivery({ target: receiver.url });
    await announce();
    await until(() => receiver.requests.length === 1);

    const closed = { yet: false };
    const closing = worker.close().then(() => (closed.yet = true));
    const late = await given.delivery({ target: receiver.url });
    await announce();
    expect(closed.yet).toBe(false);
    release();
    await closing;

    expect(await statusOf(begun)).toBe('Sent');
    expect(await ledger.attemptsOf(begun)).toMatchObject([{ outcome: 'sent', possibleDuplicate: false }]);
    expect(await db.rows('SELECT FROM deliveries WHERE in_flight')).toEqual([]);
    await startWorker();
    await until(async () => (await statusOf(late)) === 'Sent');
    expect(receiver.requests).toHaveLength(2);
  });

  it('should leave nothing undone that it had taken on', async () => {
    const receiver = await receivers.start();
    await given.moreLike(await given.delivery({ target: receiver.url }), 299);
    const worker = await startWorker();
    await until(() => receiver.requests.length > 20);
    await worker.close();
    expect(await db.rows('SELECT FROM deliveries WHERE in_flight')).toEqual([]);
    expect(await db.rows('SELECT FROM attempts WHERE outcome IS NULL')).toEqual([]);
    await startWorker();
    await until(async () => {
      await expireQueued();
      return (await countOf('Sent')) === 300;
    });
    expect(receiver.requests).toHaveLength(300);
  });
});

describe('a queue that loses everything', () => {
  it('should cost a delivery no more than the time of its lease', async () => {
    const receiver = await receivers.start();
    const delivery = await given.delivery({ target: receiver.url });
    const settings = { databaseUrl: db.url, redisUrl };
    await prepareQueue(settings);
    const conveyor = new QueueConveyor(settings, log);
    const lease = newId();
    const { deliveryIds } = await leaseDeliveries(db.database, { ...LIMITS, lease });
    await conveyor.add({ lease, deliveryIds });
    await conveyor.close();
    expect(await withQueue((queue) => queue.getWaitingCount())).toBe(1);
    await loseAllJobs();

    await startWorker();
    await expireQueued();
    await announce();
    await until(async () => (await statusOf(delivery)) === 'Sent');
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ number: 1, possibleDuplicate: false }]);
  });

  it('should cost none of many, however often it happens', async () => {
    const receiver = await receivers.start();
    await given.moreLike(await given.delivery({ target: receiver.url }), 499);
    await Promise.all([startWorker(), startWorker()]);
    for (let loss = 0; loss < 5; loss++) {
      await loseAllJobs();
      await expireQueued();
    }
    await until(async () => {
      await expireQueued();
      return (await countOf('Sent')) === 500;
    });
    const twice = await db.rows('SELECT FROM attempts WHERE number > 1');
    expect(receiver.requests).toHaveLength(500 + twice.length);
  });
});

describe('a database that drops all connections', () => {
  it('should not end the worker, nor lose a delivery', async () => {
    const receiver = await receivers.start();
    await startWorker();
    await given.moreLike(await given.delivery({ target: receiver.url }), 199);
    await announce();
    await until(() => receiver.requests.length > 0);
    await db.rows(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await until(async () => {
      await expireQueued();
      await db.rows('UPDATE deliveries SET leased_until = now() WHERE in_flight AND leased_until IS NOT NULL');
      return (await countOf('Sent')) === 200;
    });
    expect(receiver.requests.length).toBeGreaterThanOrEqual(200);
  });
});

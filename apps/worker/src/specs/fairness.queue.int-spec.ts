import { MOST_A_RECEIVER, MOST_HELD_BACK } from '@app/domain';
import { createLog, readConfig, RootKeys } from '@app/runtime';
import { Database } from '@app/store';
import {
  Given,
  testDatabase,
  testReceivers,
  testRedisUrl,
  until,
  type DeliveryInput,
  type GivenConversion,
  type GivenDelivery,
  type Receiver,
} from '@app/testing';
import { DUE_CHANNEL } from '@app/tracking';
import { createWorker, type DeliveryWorker } from '../create-worker';

const db = testDatabase(Database);
const redisUrl = testRedisUrl();
const given = new Given(db);
const receivers = testReceivers();

const KEY = 'a-key-for-this-spec-alone';
/** Longer than any test: what hangs, hangs until it is released. */
const TIMEOUT = '5m';
const running: DeliveryWorker[] = [];

async function startWorker(): Promise<void> {
  const config = readConfig({
    REDIS_URL: redisUrl,
    DELIVERY_TIMEOUT: TIMEOUT,
    LOG_LEVEL: 'silent',
    PITLANE_ADMIN_KEY: KEY,
    PITLANE_SECRET_KEY: KEY,
  });
  const keys = new RootKeys(config);
  running.push(await createWorker({ config, keys, log: createLog('silent'), database: db.anotherPool() }));
}

/** A delivery to each of the receivers, all of one account, and as many more like it. */
async function due(to: readonly { url: string }[], more: number, input: DeliveryInput = {}): Promise<GivenDelivery[]> {
  const made: GivenDelivery[] = [];
  for (const { url } of to) {
    const delivery = await given.delivery({ kind: 'postback', ...input, conversion, target: url });
    if (more > 0) await given.moreLike(delivery, more);
    made.push(delivery);
  }
  await db.rows(`NOTIFY ${DUE_CHANNEL}`);
  return made;
}

type Hanging = Receiver & { release: () => void };

async function oneHanging(): Promise<Hanging> {
  const receiver = await receivers.start();
  return Object.assign(receiver, { release: receiver.hold() });
}
const hanging = (count: number): Promise<Hanging[]> => Promise.all(Array.from({ length: count }, oneHanging));

/** Deliveries to one receiver: the first of them. */
async function dueTo(receiver: { url: string }, more: number, input: DeliveryInput = {}): Promise<GivenDelivery> {
  const [first] = await due([receiver], more, input);
  if (first === undefined) throw new Error('nothing was made');
  return first;
}

const receivedBy = (all: readonly Receiver[]): number => all.reduce((sum, { requests }) => sum + requests.length, 0);

/** Time passes for what is in flight now: it hangs for so long already. */
const haveHung = (interval: string): Promise<unknown> =>
  db.rows(`UPDATE deliveries SET leased_until = leased_until - $1::interval WHERE in_flight`, [interval]);

const health = ({ conversion, target }: GivenDelivery, pace: string, unreachable = 0): Promise<unknown> =>
  db.rows(`INSERT INTO receiver_health (account_id, receiver, pace, unreachable_in_a_row) VALUES ($1, $2, $3, $4)`, [
    conversion.accountId,
    new URL(target).origin,
    pace,
    unreachable,
  ]);

const sentTo = async ({ url }: Receiver): Promise<number> => {
  const sql = `SELECT count(*)::int FROM deliveries WHERE status = 'Sent' AND receiver = $1`;
  return (await db.row<{ count: number }>(sql, [url])).count;
};

let conversion: GivenConversion;
beforeEach(async () => {
  conversion = await given.conversion();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.close()));
  await db.rows('TRUNCATE deliveries, receiver_health, conversions CASCADE');
});

describe('a receiver that hangs', () => {
  it('should hold no other one up, and get no more than its room', async () => {
    const slow = await oneHanging();
    const fast = await receivers.start();
    await startWorker();
    await dueTo(slow, MOST_A_RECEIVER + 99);
    await until(() => slow.requests.length === MOST_A_RECEIVER);
    await dueTo(fast, 49);
    await until(() => sentTo(fast).then((sent) => sent === 50));
    expect(slow.requests).toHaveLength(MOST_A_RECEIVER);
    slow.release();
    await until(() => sentTo(slow).then((sent) => sent === MOST_A_RECEIVER + 100));
  });

  it('should hold nobody up together with 39 others, be they slow or new, and whatever they have waiting', async () => {
    const all = await hanging(40);
    const [healthy, unknown] = [await receivers.start(), await receivers.start()];
    const first = await due(all, 299);
    for (const delivery of first.slice(0, 20)) await health(delivery, 'slow');
    const known = await dueTo(healthy, 0);
    await health(known, 'quick');
    await startWorker();
    await until(() => sentTo(healthy).then((sent) => sent === 1));
    await until(() => receivedBy(all) === MOST_HELD_BACK);
    await haveHung('10 seconds');
    await due([healthy, unknown], 399);
    await until(() => sentTo(healthy).then((sent) => sent === 401));
    await until(() => sentTo(unknown).then((sent) => sent === 400));
    expect(receivedBy(all)).toBe(MOST_HELD_BACK);
    for (const { release } of all) release();
  });

  it('should hold nobody up when it was quick until now, as were nine others', async () => {
    const all = await hanging(10);
    const healthy = await receivers.start();
    for (const delivery of await due(all, 399)) await health(delivery, 'quick');
    await startWorker();
    // More of them than quick ones may hold together, unless a second passed meanwhile: then each has its part of the others.
    await until(() => all.every(({ requests }) => requests.length >= MOST_HELD_BACK / all.length));
    await haveHung('2 seconds');
    const known = await dueTo(healthy, 0);
    await health(known, 'quick');
    await dueTo(healthy, MOST_A_RECEIVER);
    await until(() => sentTo(healthy).then((sent) => sent === MOST_A_RECEIVER + 2));
    expect(receivedBy(all)).toBeLessThanOrEqual(all.length * MOST_A_RECEIVER);
    for (const { release } of all) release();
  });

  it('should have its room back as soon as it answers', async () => {
    const receiver = await oneHanging();
    const first = await dueTo(receiver, 999);
    await health(first, 'slow');
    const others = await hanging(39);
    await due(others, 29);
    await startWorker();
    await until(() => receivedBy([receiver, ...others]) === MOST_HELD_BACK);
    receiver.release();
    await until(() => sentTo(receiver).then((sent) => sent === 1_000));
    for (const { release } of others) release();
  });
});

describe('a receiver that nobody can reach', () => {
  it('should be tried with one, and the others go on', async () => {
    const [gone, fine] = [await receivers.start(), await receivers.start()];
    const { url } = gone;
    await gone.close();
    const dead = await dueTo({ url }, 2_000);
    await health(dead, 'quick', 5);
    await startWorker();
    await dueTo(fine, 99);
    await until(() => fine.requests.length === 100);
    const { left } = await db.row<{ left: number }>(
      `SELECT count(*)::int AS left FROM deliveries WHERE receiver = $1 AND attempts = 0`,
      [url],
    );
    expect(left).toBeGreaterThan(0);
  });
});

describe('retries', () => {
  it('should not keep first attempts waiting, be there 20,000 of them due', async () => {
    const receiver = await oneHanging();
    const retry = await dueTo(receiver, 19_999, { nextTrigger: 'retry' });
    await health(retry, 'quick');
    await startWorker();
    await until(() => receiver.requests.length === MOST_A_RECEIVER / 3);
    await dueTo(receiver, 9);
    await until(() => receiver.requests.length === MOST_A_RECEIVER / 3 + 10);
    receiver.release();
  });

  it('should not wait for first attempts, be there 20,000 of them due', async () => {
    const receiver = await oneHanging();
    const first = await dueTo(receiver, 19_999);
    await health(first, 'quick');
    await startWorker();
    await until(() => receiver.requests.length === MOST_A_RECEIVER);
    await dueTo(receiver, 9, { nextTrigger: 'retry' });
    await until(() => receiver.requests.length === MOST_A_RECEIVER + 10);
    receiver.release();
  });
});

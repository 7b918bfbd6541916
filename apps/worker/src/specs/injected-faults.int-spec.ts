import type { OutboundFaults } from '@app/domain';
import { createLog, newId, SecretBox } from '@app/runtime';
import { Database, leaseDeliveries, putOffAttempt, readFaults, setFaults, startAttempts } from '@app/store';
import { Given, Ledger, testDatabase, testReceivers, type GivenAccount, type GivenDelivery } from '@app/testing';
import { FaultInjector } from '../faults/fault-injector';
import { HttpSender } from '../http-sender';
import { SendDeliveries } from '../send-deliveries';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);
const receivers = testReceivers();

const NOW = new Date('2024-03-01T12:00:00.000Z');
const secondsLater = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);
const LIMITS = { batch: 100, leaseMs: 20_000, attemptLeaseMs: 25_000 };
const NONE: OutboundFaults = { duplicate: 0, reorder: false, delayMs: 0, failNext: null, receiver: null, seed: 0 };
const failing = (times: number, after: 'before' | 'send'): Partial<OutboundFaults> => ({
  failNext: { times, after, left: times },
});

const sender = new HttpSender({ egress: 'open', egressAllow: [] });
const aWorker = (faults: FaultInjector | null): SendDeliveries =>
  new SendDeliveries(
    db.database,
    { sender, secrets: new SecretBox('the secret key of this spec'), log: createLog('silent'), faults },
    { timeoutMs: 5_000, onSettled: () => undefined },
  );

let worker: SendDeliveries;
beforeAll(() => {
  worker = aWorker(new FaultInjector(db.database));
});
afterAll(() => sender.close());
afterEach(() => db.rows('TRUNCATE deliveries, attempts, injected_faults, receiver_health CASCADE'));

/** Takes what is due, once, and waits until all of it is settled; answers how many there were. */
async function carryOut(by = worker): Promise<number> {
  const lease = newId();
  const { deliveryIds } = await leaseDeliveries(db.database, { ...LIMITS, lease });
  await by.send({ lease, deliveryIds });
  await by.drained(5_000);
  return deliveryIds.length;
}

async function carryOutAll(): Promise<void> {
  while ((await carryOut()) > 0);
}

/** An account whose clock stands still, and that asks for this. */
async function asking(faults: Partial<OutboundFaults>): Promise<GivenAccount> {
  const account = await given.account({ frozenAt: NOW });
  await setFaults(db.database, account.id, { ...NONE, ...faults });
  return account;
}

const due = async (account: GivenAccount, target: string): Promise<GivenDelivery> =>
  given.delivery({
    conversion: await given.conversion({ offer: await given.offer({ account }) }),
    target,
    dueAt: NOW,
  });

const statusOf = async ({ id, conversion: { accountId } }: GivenDelivery): Promise<unknown> =>
  (await ledger.deliveriesOf({ id: accountId })).find((row) => row['id'] === id);

const idsIn = (bodies: readonly unknown[]): string[] => bodies.map((body) => (body as { id: string }).id);

const marksOf = ({ id }: GivenDelivery): Promise<unknown[]> =>
  db.rows('SELECT kind, attempt FROM injected_faults WHERE delivery_id = $1 ORDER BY attempt, kind', [id]);

describe('duplicate', () => {
  it('should send once more what was sent, under the same id, as an attempt of its own', async () => {
    const receiver = await receivers.start();
    const delivery = await due(await asking({ duplicate: 1 }), receiver.url);
    await carryOut();
    expect(await statusOf(delivery)).toMatchObject({ status: 'Pending', trigger: 'fault', dueAt: NOW });
    await carryOutAll();
    expect(idsIn(receiver.bodies)).toEqual([delivery.id, delivery.id]);
    expect(await statusOf(delivery)).toMatchObject({ status: 'Sent', attempts: 2, retriesMade: 0 });
    expect(await ledger.attemptsOf(delivery)).toMatchObject([
      { number: 1, trigger: 'auto', outcome: 'sent' },
      { number: 2, trigger: 'fault', outcome: 'sent' },
    ]);
    expect(await marksOf(delivery)).toEqual([{ kind: 'duplicate', attempt: 2 }]);
  });

  it('should leave Sent what was sent, whatever the receiver makes of the duplicate', async () => {
    const receiver = await receivers.start({ status: 200 }, { status: 503 });
    const delivery = await due(await asking({ duplicate: 1 }), receiver.url);
    await carryOutAll();
    expect(await statusOf(delivery)).toMatchObject({ status: 'Sent', reason: null, retriesMade: 0, dueAt: null });
    const [, second] = await ledger.attemptsOf(delivery);
    expect(second).toMatchObject({ outcome: 'failed', responseStatus: 503 });
    expect(second?.['reason']).toContain('taken before');
  });

  it('should leave Sent what was sent although the fault was taken back before the duplicate went', async () => {
    const receiver = await receivers.start({ status: 200 }, { fault: 'reset' });
    const account = await asking({ duplicate: 1 });
    const delivery = await due(account, receiver.url);
    await carryOut();
    await setFaults(db.database, account.id, null);
    await carryOutAll();
    expect(receiver.requests).toHaveLength(2);
    expect(await statusOf(delivery)).toMatchObject({ status: 'Sent', attempts: 2 });
  });

  it('should send nothing again that failed', async () => {
    const receiver = await receivers.start({ status: 404 });
    const delivery = await due(await asking({ duplicate: 1 }), receiver.url);
    await carryOutAll();
    expect(receiver.requests).toHaveLength(1);
    expect(await statusOf(delivery)).toMatchObject({ status: 'Failed' });
  });

  it('should go before a later callback of the same conversion', async () => {
    const receiver = await receivers.start();
    const account = await asking({ duplicate: 1 });
    const first = await due(account, receiver.url);
    const later = await given.delivery({ conversion: first.conversion, target: receiver.url, dueAt: NOW });
    await carryOutAll();
    expect(idsIn(receiver.bodies)).toEqual([first.id, first.id, later.id, later.id]);
  });
});

describe('failNext', () => {
  it.each([
    ['before', 'FAULT_BEFORE_SEND', 1],
    ['send', 'FAULT_AFTER_SEND', 3],
  ] as const)('should fail so many attempts, %s: %s, and then no more', async (after, errorCode, seen) => {
    const receiver = await receivers.start();
    const account = await asking(failing(2, after));
    const delivery = await due(account, receiver.url);
    for (const seconds of [0, 120, 360]) {
      await given.platformTime(account, secondsLater(seconds));
      expect(await carryOut()).toBe(1);
    }
    expect(await ledger.attemptsOf(delivery)).toMatchObject([
      { trigger: 'auto', outcome: 'retry', errorCode },
      { trigger: 'retry', outcome: 'retry', errorCode },
      { trigger: 'retry', outcome: 'sent', errorCode: null },
    ]);
    expect(idsIn(receiver.bodies)).toEqual(Array.from({ length: seen }, () => delivery.id));
    expect(await readFaults(db.database, account.id)).toMatchObject({
      faults: { failNext: { times: 2, left: 0 } },
      injected: { fail: 2 },
    });
    expect(await db.rows('SELECT 1 FROM receiver_health WHERE unreachable_in_a_row > 0')).toEqual([]);
  });

  it('should count exactly, however many go at once', async () => {
    const receiver = await receivers.start();
    const account = await asking(failing(7, 'before'));
    for (let many = 0; many < 20; many++) await due(account, receiver.url);
    await carryOut();
    expect(receiver.requests).toHaveLength(13);
  });
});

describe('delay', () => {
  it('should put each attempt off, by the clock of the account, as if it had not begun', async () => {
    const receiver = await receivers.start({ status: 503 }, { status: 200 });
    const account = await asking({ delayMs: 30_000 });
    const delivery = await due(account, receiver.url);
    await carryOut();
    expect(await statusOf(delivery)).toMatchObject({ attempts: 0, trigger: 'auto', dueAt: secondsLater(30) });
    expect(await ledger.attemptsOf(delivery)).toEqual([]);
    for (const seconds of [30, 150, 180]) {
      await given.platformTime(account, secondsLater(seconds));
      await carryOutAll();
    }
    expect(await ledger.attemptsOf(delivery)).toMatchObject([
      { startedAt: secondsLater(30), trigger: 'auto', outcome: 'retry' },
      { startedAt: secondsLater(180), trigger: 'retry', outcome: 'sent' },
    ]);
    expect(await marksOf(delivery)).toEqual([
      { kind: 'delay', attempt: 1 },
      { kind: 'delay', attempt: 2 },
    ]);
  });

  it('should end with the fault, for what was put off too', async () => {
    const receiver = await receivers.start();
    const account = await asking({ delayMs: 30_000 });
    const delivery = await due(account, receiver.url);
    await carryOut();
    await setFaults(db.database, account.id, null);
    await carryOutAll();
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ startedAt: NOW, outcome: 'sent' }]);
  });

  it('should not put off what began before the fault was taken back, and is put off after', async () => {
    const receiver = await receivers.start();
    const account = await asking({ delayMs: 30_000 });
    const delivery = await due(account, receiver.url);
    const lease = newId();
    const { deliveryIds } = await leaseDeliveries(db.database, { ...LIMITS, lease });
    const begun = await startAttempts(db.database, lease, deliveryIds, 25_000);
    await setFaults(db.database, account.id, null);
    const attempt = { deliveryId: delivery.id, lease, attempt: 1 };
    const delay = { kind: 'delay', waitMs: 30_000, waits: false } as const;
    expect(begun).toMatchObject([{ faults: { delayMs: 30_000 } }]);
    expect(await putOffAttempt(db.database, attempt, delay)).toBe(false);
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ number: 1, outcome: null }]);
  });
});

describe('reorder', () => {
  it('should have two by two change places', async () => {
    const receiver = await receivers.start();
    const account = await asking({ reorder: true });
    const sent: GivenDelivery[] = [];
    for (let many = 0; many < 4; many++) sent.push(await due(account, receiver.url));
    await carryOutAll();
    const [a, b, c, d] = sent.map(({ id }) => id);
    expect(idsIn(receiver.bodies)).toHaveLength(4);
    const order = idsIn(receiver.bodies);
    expect([order.indexOf(b!) < order.indexOf(a!), order.indexOf(d!) < order.indexOf(c!)]).toEqual([true, true]);
    expect(await ledger.attemptsOf(sent[0]!)).toMatchObject([{ number: 1, trigger: 'auto', outcome: 'sent' }]);
  });

  it('should let go alone, after two seconds of platform time, what nobody changes places with', async () => {
    const receiver = await receivers.start();
    const account = await asking({ reorder: true });
    const delivery = await due(account, receiver.url);
    await carryOutAll();
    expect(receiver.requests).toEqual([]);
    await given.platformTime(account, secondsLater(2));
    await carryOutAll();
    expect(await statusOf(delivery)).toMatchObject({ status: 'Sent', attempts: 1 });
  });

  it('should keep the order of the callbacks of a conversion', async () => {
    const receiver = await receivers.start();
    const account = await asking({ reorder: true });
    const first = await due(account, receiver.url);
    const later = await given.delivery({ conversion: first.conversion, target: receiver.url, dueAt: NOW });
    const other = await due(account, receiver.url);
    await carryOutAll();
    await given.platformTime(account, secondsLater(2));
    await carryOutAll();
    const order = idsIn(receiver.bodies);
    expect(order).toHaveLength(3);
    expect(order.indexOf(other.id)).toBeLessThan(order.indexOf(first.id));
    expect(order.indexOf(first.id)).toBeLessThan(order.indexOf(later.id));
  });

  it('should change places only with what goes to the same URL', async () => {
    const [one, two] = [await receivers.start(), await receivers.start()];
    const account = await asking({ reorder: true });
    await due(account, one.url);
    await due(account, two.url);
    await carryOutAll();
    expect([one.requests, two.requests]).toEqual([[], []]);
  });
});

describe('faults', () => {
  it('should meet what goes to their receiver alone, and no other account', async () => {
    const [shop, other] = [await receivers.start(), await receivers.start()];
    const account = await asking({ ...failing(9, 'before'), receiver: `${shop.url}/cb` });
    await due(account, `${shop.url}/cb/1`);
    await due(account, other.url);
    await due(await given.account({ frozenAt: NOW }), `${shop.url}/cb/2`);
    await carryOut();
    expect(shop.requests.map(({ path }) => path)).toEqual(['/cb/2']);
    expect(other.requests).toHaveLength(1);
  });

  it('should do nothing where nobody injects them, as in production', async () => {
    const receiver = await receivers.start();
    const delivery = await due(await asking({ duplicate: 1, delayMs: 1_000, ...failing(1, 'before') }), receiver.url);
    await carryOut(aWorker(null));
    expect(await statusOf(delivery)).toMatchObject({ status: 'Sent', attempts: 1 });
  });
});

import { createLog, newId, SecretBox } from '@app/runtime';
import { Database, leaseDeliveries } from '@app/store';
import { Given, Ledger, testDatabase, testReceivers, until, type GivenDelivery, type LedgerRow } from '@app/testing';
import { HttpSender } from '../http-sender';
import { SendDeliveries } from '../send-deliveries';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);
const receivers = testReceivers();

const NOW = new Date('2024-03-01T12:00:00.000Z');
const minutesLater = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const LIMITS = { batch: 100, leaseMs: 20_000, attemptLeaseMs: 25_000 };
const BOX = new SecretBox('the secret key of this spec');

const sender = new HttpSender({ egress: 'open', egressAllow: [] });
const aWorker = (database: Database, timeoutMs = 5_000): SendDeliveries =>
  new SendDeliveries(
    database,
    { sender, secrets: BOX, log: createLog('silent') },
    { timeoutMs, onSettled: () => undefined },
  );

let worker: SendDeliveries;
beforeAll(() => {
  worker = aWorker(db.database);
});
afterAll(() => sender.close());
afterEach(() => db.rows('TRUNCATE deliveries, attempts, receiver_health CASCADE'));

/** Takes what is due and waits until all of it is settled; answers how many there were. */
async function carryOut(by = worker): Promise<number> {
  const lease = newId();
  const { deliveryIds } = await leaseDeliveries(db.database, { ...LIMITS, lease });
  await by.send({ lease, deliveryIds });
  await by.drained(5_000);
  return deliveryIds.length;
}

const rowOf = ({ conversion, id }: GivenDelivery): Promise<LedgerRow | undefined> =>
  ledger.deliveriesOf({ id: conversion.accountId }).then((rows) => rows.find((row) => row['id'] === id));

const atNow = async (input: Parameters<Given['account']>[0] = {}) =>
  given.conversion({ offer: await given.offer({ account: await given.account({ frozenAt: NOW, ...input }) }) });

describe(`${SendDeliveries.name}, a callback`, () => {
  it('should be POSTed with the id of the delivery and the time of the attempt around its snapshot (K§5.1)', async () => {
    const receiver = await receivers.start({ status: 204, headers: { 'x-answer': 'yes' } });
    const payload = '{"status":"Success","trackSysConversionAmount":"9.990"}';
    const delivery = await given.delivery({ conversion: await atNow(), target: `${receiver.url}/hook?a=1`, payload });

    expect(await carryOut()).toBe(1);

    const [request] = receiver.requests;
    expect(receiver.requests).toMatchObject([{ method: 'POST', path: '/hook?a=1' }]);
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Pitlane/0.1' });
    expect(request?.body).toBe(`{"id":"${delivery.id}","sentAt":"2024-03-01T12:00:00.000Z","conversion":${payload}}`);
    expect(await rowOf(delivery)).toMatchObject({ status: 'Sent', attempts: 1, dueAt: null });
    expect(await ledger.attemptsOf(delivery)).toMatchObject([
      { number: 1, trigger: 'auto', outcome: 'sent', startedAt: NOW, responseStatus: 204 },
    ]);
  });

  it('should carry the secret header, and its attempt should hide it', async () => {
    const receiver = await receivers.start();
    const conversion = await atNow();
    const { account } = conversion.click.offer;
    const secretValueSealed = BOX.seal('s3cret', account.id);
    await given.callback(account, { url: receiver.url, secretHeader: 'X-Secret', secretValueSealed });
    const delivery = await given.delivery({ conversion, target: receiver.url });
    await carryOut();
    expect(receiver.requests[0]?.headers['x-secret']).toBe('s3cret');
    const { everything } = await db.row<{ everything: string }>(
      'SELECT row_to_json(t)::text AS everything FROM attempts t WHERE delivery_id = $1',
      [delivery.id],
    );
    expect(everything).toContain('"x-secret": "***"');
    expect(everything).not.toContain('s3cret');
  });

  it('should not go out without its secret: it fails and says what to do', async () => {
    const receiver = await receivers.start();
    const conversion = await atNow();
    const { account } = conversion.click.offer;
    const secretValueSealed = new SecretBox('another key').seal('s3cret', account.id);
    await given.callback(account, { url: receiver.url, secretHeader: 'X-Secret', secretValueSealed });
    const delivery = await given.delivery({ conversion, target: receiver.url });
    await carryOut();
    expect(receiver.requests).toEqual([]);
    expect(await rowOf(delivery)).toMatchObject({ status: 'Failed' });
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ errorCode: 'SECRET_UNREADABLE' }]);
  });
});

describe(`${SendDeliveries.name}, a postback`, () => {
  it.each([
    ['empty', 'POST', '/pb?c=a%26b&e='],
    ['null', 'GET', '/pb?c=a%26b&e=null'],
  ] as const)('should be rendered with nulls as %s and sent by %s, without a body', async (nullMacro, method, path) => {
    const receiver = await receivers.start();
    const conversion = await atNow({ nullMacro });
    const payload = '{"pub_click_id":"a&b","cnv_event_id":null}';
    const target = `${receiver.url}/pb?c={pub_click_id}&e={cnv_event_id}`;
    const delivery = await given.delivery({ conversion, kind: 'postback', method, target, payload });
    await carryOut();
    expect(receiver.requests).toMatchObject([{ method, path, body: '' }]);
    expect(await rowOf(delivery)).toMatchObject({ status: 'Sent', target });
    const { url } = await db.row<{ url: string }>('SELECT request_url AS url FROM attempts WHERE delivery_id = $1', [
      delivery.id,
    ]);
    expect(url).toBe(`${receiver.url}${path}`);
  });

  it('should fail, rather than come back for ever, when it cannot be built', async () => {
    const delivery = await given.delivery({ conversion: await atNow(), kind: 'postback', payload: '"no values' });
    expect(await carryOut()).toBe(1);
    const { status } = await db.row<{ status: string }>('SELECT status FROM deliveries WHERE id = $1', [delivery.id]);
    expect(status).toBe('Failed');
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ errorCode: 'REQUEST_UNBUILDABLE' }]);
  });
});

describe(`${SendDeliveries.name}, after an attempt (K§5.3)`, () => {
  it.each([
    ['200', { status: 200 }, 'Sent', null],
    ['302', { status: 302, headers: { location: '/' } }, 'Failed', null],
    ['404', { status: 404 }, 'Failed', null],
    ['429', { status: 429, headers: { 'retry-after': '1' } }, 'Failed', null],
    ['500', { status: 500 }, 'Pending', null],
    ['a reset', { fault: 'reset' }, 'Pending', 'ECONNRESET'],
    ['garbage', { fault: 'garbage' }, 'Failed', 'HPE_INVALID_RESPONSE'],
  ] as const)('should settle %s', async (_, answer, status, errorCode) => {
    const receiver = await receivers.start(answer);
    const delivery = await given.delivery({ conversion: await atNow(), target: receiver.url });
    await carryOut();
    expect(receiver.requests).toHaveLength(1);
    const dueAt = status === 'Pending' ? minutesLater(2) : null;
    expect(await rowOf(delivery)).toMatchObject({ status, dueAt });
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ errorCode }]);
  });

  it('should retry where nobody listens, and where nobody answers in time', async () => {
    const silent = await receivers.start({ fault: 'silence' });
    const gone = await receivers.start();
    const url = gone.url;
    await gone.close();
    const conversion = await atNow();
    const refused = await given.delivery({ conversion, target: url });
    const late = await given.delivery({ conversion, kind: 'postback', target: silent.url });
    await carryOut(aWorker(db.database, 100));
    expect(await ledger.attemptsOf(refused)).toMatchObject([{ outcome: 'retry', errorCode: 'ECONNREFUSED' }]);
    expect(await ledger.attemptsOf(late)).toMatchObject([{ outcome: 'retry', errorCode: 'ETIMEDOUT' }]);
    const health = await db.rows('SELECT unreachable_in_a_row AS times FROM receiver_health');
    expect(health).toEqual([{ times: 1 }, { times: 1 }]);
  });

  it('should climb 2, 4, 8, 16 and 32 minutes exactly, then fail', async () => {
    const receiver = await receivers.start({ status: 503 });
    const conversion = await atNow();
    const { account } = conversion.click.offer;
    const delivery = await given.delivery({ conversion, target: receiver.url, dueAt: NOW });
    const attemptedAt = [0, 2, 6, 14, 30, 62].map(minutesLater);
    for (const at of attemptedAt) {
      await given.platformTime(account, new Date(at.getTime() - 1));
      expect(await carryOut()).toBe(0);
      await given.platformTime(account, at);
      expect(await carryOut()).toBe(1);
    }
    expect(await rowOf(delivery)).toMatchObject({
      status: 'Failed',
      attempts: 6,
      retriesMade: 5,
      reason: 'The receiver answered 503; all 5 retries are used',
    });
    const attempts = await ledger.attemptsOf(delivery);
    expect(attempts.map(({ startedAt }) => startedAt)).toEqual(attemptedAt);
    expect(attempts.map(({ trigger, outcome }) => [trigger, outcome])).toEqual([
      ['auto', 'retry'],
      ...Array.from({ length: 4 }, () => ['retry', 'retry']),
      ['retry', 'failed'],
    ]);
    expect(receiver.bodies.map((body) => (body as LedgerRow)['sentAt'])).toEqual(
      attemptedAt.map((at) => at.toISOString()),
    );
    expect(new Set(receiver.bodies.map((body) => (body as LedgerRow)['id']))).toEqual(new Set([delivery.id]));
    await given.platformTime(account, minutesLater(10_000));
    expect(await carryOut()).toBe(0);
  });

  it('should stop climbing as soon as the receiver takes it', async () => {
    const receiver = await receivers.start({ status: 500 }, { fault: 'reset' }, { status: 200 });
    const conversion = await atNow();
    const delivery = await given.delivery({ conversion, target: receiver.url, dueAt: NOW });
    for (const minutes of [0, 2, 6]) {
      await given.platformTime(conversion.click.offer.account, minutesLater(minutes));
      await carryOut();
    }
    expect(await rowOf(delivery)).toMatchObject({ status: 'Sent', attempts: 3, retriesMade: 2, reason: null });
  });

  it('should keep what came back, whatever it is', async () => {
    const body = `\0${'😀'.repeat(5_000)}`;
    const receiver = await receivers.start({ status: 404, headers: { 'x-note': 'caf\u00e9' }, body });
    const delivery = await given.delivery({ conversion: await atNow(), target: receiver.url });
    await carryOut();
    const attempt = await db.row<{ body: string; truncated: boolean; note: string }>(
      `SELECT response_body AS body, body_truncated AS truncated, response_headers ->> 'x-note' AS note FROM attempts WHERE delivery_id = $1`,
      [delivery.id],
    );
    expect(attempt).toMatchObject({ truncated: true, note: 'caf\u00e9' });
    expect(attempt.body.startsWith('\uFFFD😀')).toBe(true);
    expect(attempt.body.length).toBeLessThanOrEqual(16 * 1024);
  });
});

describe(`${SendDeliveries.name}, a batch`, () => {
  it('should let a slow receiver hold none of the others', async () => {
    const [slow, fast] = [await receivers.start(), await receivers.start()];
    const release = slow.hold();
    const waiting = await given.delivery({ target: slow.url });
    const others = await Promise.all(Array.from({ length: 20 }, () => given.delivery({ target: fast.url })));
    const carrying = carryOut();
    await until(async () => {
      const rows = await Promise.all(others.map(rowOf));
      return rows.every((row) => row?.['status'] === 'Sent');
    });
    expect(await rowOf(waiting)).toMatchObject({ status: 'Pending' });
    release();
    await carrying;
    expect(await rowOf(waiting)).toMatchObject({ status: 'Sent' });
  });

  it('should be sent once when two workers get the same job', async () => {
    const receiver = await receivers.start();
    await Promise.all(Array.from({ length: 20 }, () => given.delivery({ target: receiver.url })));
    const lease = newId();
    const { deliveryIds } = await leaseDeliveries(db.database, { ...LIMITS, lease });
    const workers = [worker, aWorker(db.anotherPool())];
    await Promise.all(workers.map((each) => each.send({ lease, deliveryIds })));
    await Promise.all(workers.map((each) => each.drained(5_000)));
    expect(new Set(receiver.bodies.map((body) => (body as LedgerRow)['id'])).size).toBe(20);
    expect(receiver.requests).toHaveLength(20);
  });

  it('should be given up when it does not end in time, and its attempts are left to the next worker', async () => {
    const receiver = await receivers.start();
    const release = receiver.hold();
    const delivery = await given.delivery({ target: receiver.url });
    const lease = newId();
    const { deliveryIds } = await leaseDeliveries(db.database, { ...LIMITS, lease });
    await worker.send({ lease, deliveryIds });
    await worker.drained(50);
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ outcome: null }]);
    release();
    await worker.drained(5_000);
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ outcome: 'sent' }]);
  });

  it('should survive a delivery that was removed meanwhile', async () => {
    const receiver = await receivers.start();
    const [removed, other] = [
      await given.delivery({ target: receiver.url }),
      await given.delivery({ target: receiver.url }),
    ];
    const release = receiver.hold();
    const carrying = carryOut();
    await until(() => receiver.requests.length === 2);
    await db.rows('DELETE FROM accounts WHERE id = $1', [removed.conversion.accountId]);
    release();
    await carrying;
    expect(await rowOf(other)).toMatchObject({ status: 'Sent' });
  });
});

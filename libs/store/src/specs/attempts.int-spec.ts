import { newId } from '@app/runtime';
import { Given, testDatabase, until, type DeliveryInput, type GivenDelivery } from '@app/testing';
import { Database } from '../database';
import { leaseDeliveries } from '../queries/lease-deliveries';
import { settleAttempts, type Settlement } from '../queries/settle-attempts';
import { startAttempts, type StartedDelivery } from '../queries/start-attempts';

const db = testDatabase(Database);
const given = new Given(db);

const LEASE = newId();
const NOW = new Date('2026-03-01T12:00:00.000Z');
const FAR_AHEAD = new Date('2100-01-01T00:00:00.000Z');

const start = (deliveries: GivenDelivery[], lease = LEASE): Promise<StartedDelivery[]> =>
  startAttempts(
    db.database,
    lease,
    deliveries.map(({ id }) => id),
    25_000,
  );

const leased = (input: DeliveryInput = {}): Promise<GivenDelivery> =>
  given.delivery({ leasedUntil: FAR_AHEAD, leaseToken: LEASE, ...input });

/** A delivery of an account whose clock stands at NOW. */
async function leasedAtNow(input: DeliveryInput = {}): Promise<GivenDelivery> {
  const offer = await given.offer({ account: await given.account({ frozenAt: NOW }) });
  return leased({ conversion: await given.conversion({ offer }), ...input });
}

const settlement = ({ id }: GivenDelivery, changed: Partial<Settlement> = {}): Settlement => ({
  deliveryId: id,
  lease: LEASE,
  attempt: 1,
  outcome: 'sent',
  waitMs: null,
  reason: null,
  advice: null,
  durationMs: 12,
  requestMethod: 'POST',
  requestUrl: 'http://127.0.0.1:9/hook',
  requestHeaders: { 'content-type': 'application/json' },
  responseStatus: 200,
  responseHeaders: { server: 'test' },
  responseBody: 'thanks',
  bodyTruncated: false,
  errorCode: null,
  unreachable: false,
  ...changed,
});

const settle = (...settlements: Settlement[]): Promise<void> => settleAttempts(db.database, settlements);

const rowOf = ({ id }: GivenDelivery): Promise<Record<string, unknown>> =>
  db.row(
    `SELECT status, due_at AS "dueAt", next_trigger AS trigger, attempts, retries_made AS "retriesMade", lease_token AS lease,
            in_flight AS "inFlight", reason, settled_at AS "settledAt", last_response_status AS "responseStatus"
       FROM deliveries WHERE id = $1`,
    [id],
  );

const attemptsOf = ({ id }: GivenDelivery): Promise<Record<string, unknown>[]> =>
  db.rows(
    `SELECT number, trigger, outcome, error_code AS "errorCode", possible_duplicate AS "possibleDuplicate"
       FROM attempts WHERE delivery_id = $1 ORDER BY number`,
    [id],
  );

const healthOf = async ({ conversion }: GivenDelivery): Promise<number | null> => {
  const [row] = await db.rows<{ count: number }>(
    'SELECT unreachable_in_a_row AS count FROM receiver_health WHERE account_id = $1',
    [conversion.accountId],
  );
  return row?.count ?? null;
};

describe(startAttempts.name, () => {
  it('should begin the first attempt, with all that sending it takes', async () => {
    const callback = { url: 'http://127.0.0.1:9/', secretHeader: 'X-Secret', secretValueSealed: 'v1.a.b.c' };
    const account = await given.account({ frozenAt: NOW, nullMacro: 'null', callback });
    const conversion = await given.conversion({ offer: await given.offer({ account }) });
    const delivery = await leased({ conversion, retryWaitsMs: [60_000], retryProfile: 'reliable', payload: '{"a":1}' });

    expect(await start([delivery])).toEqual([
      {
        id: delivery.id,
        accountId: account.id,
        conversionId: conversion.id,
        kind: 'callback',
        target: delivery.target,
        method: 'POST',
        payload: '{"a":1}',
        retryProfile: 'reliable',
        retryWaitsMs: [60_000],
        retriesMade: 0,
        attempt: 1,
        trigger: 'auto',
        startedAt: NOW,
        lostAttempt: false,
        nullMacro: 'null',
        secretHeader: 'X-Secret',
        secretValueSealed: 'v1.a.b.c',
      },
    ]);
    expect(await rowOf(delivery)).toMatchObject({ status: 'Pending', attempts: 1, inFlight: true, lease: LEASE });
    expect(await attemptsOf(delivery)).toEqual([
      { number: 1, trigger: 'auto', outcome: null, errorCode: null, possibleDuplicate: false },
    ]);
  });

  it("should make the delivery its worker's alone for as long as it was told", async () => {
    const delivery = await leased({ leasedUntil: new Date('2026-01-01') });
    await start([delivery]);
    const { held } = await db.row<{ held: boolean }>(
      `SELECT leased_until BETWEEN now() + '20 seconds' AND now() + '25 seconds' AS held FROM deliveries WHERE id = $1`,
      [delivery.id],
    );
    expect(held).toBe(true);
  });

  it('should give a second worker with the same job nothing', async () => {
    const deliveries = [await leased(), await leased(), await leased()];
    const started = (await Promise.all(Array.from({ length: 5 }, () => start(deliveries)))).flat();
    expect(started.map(({ id }) => id).sort()).toEqual(deliveries.map(({ id }) => id).sort());
    for (const delivery of deliveries) expect(await attemptsOf(delivery)).toHaveLength(1);
  });

  it('should begin nothing that is not of this lease, or not Pending any more', async () => {
    const others = await leased({ leaseToken: newId() });
    const sent = await given.delivery({ status: 'Sent' });
    expect(await start([others, sent])).toEqual([]);
  });

  it('should show the secret to callbacks only', async () => {
    const callback = { url: 'http://127.0.0.1:9/', secretHeader: 'X-Secret', secretValueSealed: 'v1.a.b.c' };
    const account = await given.account({ callback });
    const conversion = await given.conversion({ partner: await given.partner({ account }) });
    const [started] = await start([await leased({ conversion, kind: 'postback' })]);
    expect(started).toMatchObject({ kind: 'postback', secretHeader: null, secretValueSealed: null });
  });

  it('should answer in the order in which they fell due', async () => {
    const at = (second: number): DeliveryInput => ({ dueAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)) });
    const [third, first, second] = [await leased(at(3)), await leased(at(1)), await leased(at(2))];
    const started = await start([third, first, second]);
    expect(started.map(({ id }) => id)).toEqual([first.id, second.id, third.id]);
  });
});

describe('an attempt whose worker vanished', () => {
  /** Started by a worker that is gone, leased again by the next one. */
  async function lost(input: DeliveryInput = {}): Promise<{ delivery: GivenDelivery; next: string }> {
    const delivery = await leased(input);
    await start([delivery]);
    await db.rows(`UPDATE deliveries SET leased_until = now() - interval '1 second' WHERE id = $1`, [delivery.id]);
    const next = newId();
    const limits = { batch: 1_000, mostLeased: 10_000, roomPerReceiver: 1_000, leaseMs: 20_000 };
    expect(await leaseDeliveries(db.database, { ...limits, lease: next })).toContain(delivery.id);
    return { delivery, next };
  }

  it('should be closed and flagged when the next one begins', async () => {
    const { delivery, next } = await lost();
    expect(await start([delivery], next)).toMatchObject([{ attempt: 2, trigger: 'retry', lostAttempt: true }]);
    expect(await attemptsOf(delivery)).toEqual([
      { number: 1, trigger: 'auto', outcome: 'retry', errorCode: 'WORKER_LOST', possibleDuplicate: true },
      { number: 2, trigger: 'retry', outcome: null, errorCode: null, possibleDuplicate: true },
    ]);
  });

  it('should leave a resend a resend', async () => {
    const { delivery, next } = await lost();
    await db.rows(`UPDATE deliveries SET next_trigger = 'resend' WHERE id = $1`, [delivery.id]);
    expect(await start([delivery], next)).toMatchObject([{ trigger: 'resend', lostAttempt: true }]);
  });

  it('should not be settled by its worker once another has the lease', async () => {
    const { delivery, next } = await lost();
    await settle(settlement(delivery));
    expect(await rowOf(delivery)).toMatchObject({ status: 'Pending', lease: next, attempts: 1 });
    expect(await attemptsOf(delivery)).toMatchObject([{ outcome: null }]);
    expect(await start([delivery], next)).toMatchObject([{ attempt: 2, lostAttempt: true }]);
  });

  it('should not be settled by its worker once another has begun', async () => {
    const { delivery, next } = await lost();
    await start([delivery], next);
    const before = [await rowOf(delivery), await attemptsOf(delivery)];
    await settle(settlement(delivery), settlement(delivery, { attempt: 2, outcome: 'failed' }));
    expect([await rowOf(delivery), await attemptsOf(delivery)]).toEqual(before);
    await settle(settlement(delivery, { lease: next, attempt: 2 }));
    expect(await rowOf(delivery)).toMatchObject({ status: 'Sent', attempts: 2 });
  });
});

describe(settleAttempts.name, () => {
  it('should end a delivery that was sent', async () => {
    const delivery = await leasedAtNow();
    await start([delivery]);
    await settle(settlement(delivery));
    expect(await rowOf(delivery)).toEqual({
      status: 'Sent',
      dueAt: null,
      trigger: 'auto',
      attempts: 1,
      retriesMade: 0,
      lease: null,
      inFlight: false,
      reason: null,
      settledAt: NOW,
      responseStatus: 200,
    });
    const attempt = await db.row(
      `SELECT outcome, duration_ms AS ms, request_method AS method, request_url AS url, request_headers AS headers, response_status AS status,
              response_headers AS "responseHeaders", response_body AS body, body_truncated AS truncated FROM attempts WHERE delivery_id = $1`,
      [delivery.id],
    );
    expect(attempt).toEqual({
      outcome: 'sent',
      ms: 12,
      method: 'POST',
      url: 'http://127.0.0.1:9/hook',
      headers: { 'content-type': 'application/json' },
      status: 200,
      responseHeaders: { server: 'test' },
      body: 'thanks',
      truncated: false,
    });
  });

  it('should put off a delivery that is to be retried, from the end of the attempt', async () => {
    const delivery = await leasedAtNow();
    await start([delivery]);
    await given.platformTime(delivery.conversion.click.offer.account, new Date('2026-03-01T12:00:07.000Z'));
    await settle(
      settlement(delivery, { outcome: 'retry', waitMs: 120_000, reason: 'It answered 503', responseStatus: 503 }),
    );
    expect(await rowOf(delivery)).toEqual({
      status: 'Pending',
      dueAt: new Date('2026-03-01T12:02:07.000Z'),
      trigger: 'retry',
      attempts: 1,
      retriesMade: 1,
      lease: null,
      inFlight: false,
      reason: 'It answered 503',
      settledAt: null,
      responseStatus: 503,
    });
  });

  it('should end a delivery that failed', async () => {
    const delivery = await leasedAtNow();
    await start([delivery]);
    const failure = { responseStatus: null, responseHeaders: null, responseBody: null, errorCode: 'ECONNREFUSED' };
    await settle(settlement(delivery, { outcome: 'failed', reason: 'Nobody listens', ...failure }));
    expect(await rowOf(delivery)).toMatchObject({
      status: 'Failed',
      dueAt: null,
      settledAt: NOW,
      reason: 'Nobody listens',
    });
    expect(await attemptsOf(delivery)).toMatchObject([{ outcome: 'failed', errorCode: 'ECONNREFUSED' }]);
  });

  it('should settle each of a batch on its own outcome, and once', async () => {
    const [sent, retried, failed, unknown] = [await leased(), await leased(), await leased(), await leased()];
    await start([sent, retried, failed]);
    const batch = [
      settlement(sent),
      settlement(retried, { outcome: 'retry', waitMs: 0 }),
      settlement(failed, { outcome: 'failed' }),
      settlement(unknown),
      settlement({ ...sent, id: newId() }),
    ];
    await settle(...batch);
    await settle(...batch);
    const statuses = [await rowOf(sent), await rowOf(retried), await rowOf(failed), await rowOf(unknown)];
    expect(statuses.map(({ status, retriesMade }) => [status, retriesMade])).toEqual([
      ['Sent', 0],
      ['Pending', 1],
      ['Failed', 0],
      ['Pending', 0],
    ]);
  });

  it('should tell the conversion of its first callback that was acknowledged, and of nothing else (G10.14)', async () => {
    const callbackSent = async ({ conversion }: GivenDelivery): Promise<boolean> => {
      const row = await db.row<{ sent: boolean }>('SELECT callback_sent AS sent FROM conversions WHERE id = $1', [
        conversion.id,
      ]);
      return row.sent;
    };
    const callback = await leased();
    const { conversion } = callback;
    const postback = await leased({ conversion, kind: 'postback' });
    await start([callback, postback]);
    await settle(settlement(postback));
    expect(await callbackSent(callback)).toBe(false);
    await settle(settlement(callback, { outcome: 'retry', waitMs: 0 }));
    expect(await callbackSent(callback)).toBe(false);
    const again = await leased({ conversion });
    await start([again]);
    await settle(settlement(again));
    expect(await callbackSent(again)).toBe(true);
  });
});

describe("a receiver's health", () => {
  async function attempt(first: GivenDelivery, unreachable: boolean[]): Promise<void> {
    const deliveries = await Promise.all(
      unreachable.map(() => leased({ conversion: first.conversion, kind: 'postback' })),
    );
    await start(deliveries);
    await settle(
      ...deliveries.map((delivery, index) =>
        settlement(delivery, { outcome: 'failed', unreachable: unreachable[index] ?? false }),
      ),
    );
  }

  it('should count how often it could not be reached in a row', async () => {
    const receiver = await leased();
    await attempt(receiver, [false]);
    expect(await healthOf(receiver)).toBeNull();
    await attempt(receiver, [true]);
    await attempt(receiver, [true, true]);
    expect(await healthOf(receiver)).toBe(3);
  });

  it('should be good again after any answer, be it an error', async () => {
    const receiver = await leased();
    await attempt(receiver, [true, true, true, true, true]);
    expect(await healthOf(receiver)).toBe(5);
    await attempt(receiver, [true, false, true]);
    expect(await healthOf(receiver)).toBe(0);
    await attempt(receiver, [true]);
    expect(await healthOf(receiver)).toBe(1);
  });

  it('should be counted for each account apart', async () => {
    const [mine, theirs] = [await leased(), await leased()];
    await attempt(mine, [true]);
    expect([await healthOf(mine), await healthOf(theirs)]).toEqual([1, null]);
  });

  it('should be counted right by workers that settle at the same time', async () => {
    const receiver = await leased();
    await Promise.all(Array.from({ length: 8 }, () => attempt(receiver, [true, true])));
    await until(async () => (await healthOf(receiver)) === 16);
  });
});

import { MOST_LOST_ATTEMPTS } from '@app/domain';
import { newId } from '@app/runtime';
import { aSettlement, Given, Ledger, testDatabase, type DeliveryInput, type GivenDelivery } from '@app/testing';
import { Database } from '../database';
import { leaseDeliveries } from '../queries/lease-deliveries';
import { settleAttempts, type Settlement } from '../queries/settle-attempts';
import { startAttempts, type StartedDelivery } from '../queries/start-attempts';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new Ledger(db);

const LEASE = newId();
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
const NOW = new Date('2024-03-01T12:00:00.000Z');

const settlement = ({ id }: { id: string }, changed: Partial<Settlement> = {}): Settlement =>
  aSettlement({ deliveryId: id, lease: LEASE, ...changed });

const settle = (...settlements: Settlement[]): Promise<void> => settleAttempts(db.database, settlements);

const rowOf = ({ id }: GivenDelivery): Promise<Record<string, unknown>> =>
  db.row(
    `SELECT status, due_at AS "dueAt", next_trigger AS trigger, attempts, retries_made AS "retriesMade", lease_token AS lease,
            in_flight AS "inFlight", reason, settled_at AS "settledAt", last_response_status AS "responseStatus"
       FROM deliveries WHERE id = $1`,
    [id],
  );

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
        faults: null,
      },
    ]);
    expect(await rowOf(delivery)).toMatchObject({ status: 'Pending', attempts: 1, inFlight: true, lease: LEASE });
    expect(await ledger.attemptsOf(delivery)).toMatchObject([
      { number: 1, trigger: 'auto', outcome: null, errorCode: null, possibleDuplicate: false },
    ]);
  });

  it("should make the delivery its worker's alone for as long as it was told", async () => {
    const delivery = await leased({ leasedUntil: new Date('2024-01-01') });
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
    for (const delivery of deliveries) expect(await ledger.attemptsOf(delivery)).toHaveLength(1);
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
    const at = (second: number): DeliveryInput => ({ dueAt: new Date(Date.UTC(2024, 0, 1, 0, 0, second)) });
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
    const limits = { batch: 1_000, leaseMs: 20_000, attemptLeaseMs: 25_000 };
    const { deliveryIds } = await leaseDeliveries(db.database, { ...limits, lease: next });
    expect(deliveryIds).toContain(delivery.id);
    return { delivery, next };
  }

  it('should be closed and flagged when the next one begins', async () => {
    const { delivery, next } = await lost();
    expect(await start([delivery], next)).toMatchObject([{ attempt: 2, trigger: 'retry', lostAttempt: true }]);
    expect(await ledger.attemptsOf(delivery)).toMatchObject([
      { number: 1, trigger: 'auto', outcome: 'retry', errorCode: 'WORKER_LOST', possibleDuplicate: true },
      { number: 2, trigger: 'retry', outcome: null, errorCode: null, possibleDuplicate: true },
    ]);
  });

  describe('again and again', () => {
    /** Begins attempts that nobody settles, until `lost` of them are closed as lost. Answers what the last start gave. */
    async function lose(delivery: GivenDelivery, lost: number): Promise<StartedDelivery[]> {
      let started: StartedDelivery[] = [];
      for (let attempt = 0; attempt <= lost; attempt++) {
        await db.rows(`UPDATE deliveries SET in_flight = false WHERE id = $1 AND status = 'Pending'`, [delivery.id]);
        started = await start([delivery]);
      }
      return started;
    }

    it('should be tried as long as fewer are lost in a row than the limit', async () => {
      const delivery = await leased();
      expect(await lose(delivery, MOST_LOST_ATTEMPTS - 1)).toMatchObject([{ attempt: MOST_LOST_ATTEMPTS }]);
      expect(await rowOf(delivery)).toMatchObject({ status: 'Pending', inFlight: true });
    });

    it('should end as Failed, with what to do about it', async () => {
      const delivery = await leased();
      expect(await lose(delivery, MOST_LOST_ATTEMPTS)).toEqual([]);
      expect(await rowOf(delivery)).toMatchObject({
        status: 'Failed',
        dueAt: null,
        lease: null,
        inFlight: false,
        attempts: MOST_LOST_ATTEMPTS,
        reason: 'The worker vanished during 10 attempts in a row',
        settledAt: expect.any(Date) as Date,
      });
      const attempts = await ledger.attemptsOf(delivery);
      expect(attempts.map(({ outcome }) => outcome)).toEqual([
        ...Array.from({ length: MOST_LOST_ATTEMPTS - 1 }, () => 'retry'),
        'failed',
      ]);
    });

    it('should count anew after an attempt that was settled, and after a resend', async () => {
      const delivery = await leased();
      await lose(delivery, MOST_LOST_ATTEMPTS - 1);
      await settle(settlement(delivery, { attempt: MOST_LOST_ATTEMPTS, outcome: 'retry', waitMs: 0 }));
      const again = `UPDATE deliveries SET status = 'Pending', due_at = now(), settled_at = NULL, lease_token = $2, leased_until = $3 WHERE id = $1`;
      await db.rows(again, [delivery.id, LEASE, FAR_AHEAD]);
      expect(await lose(delivery, MOST_LOST_ATTEMPTS - 1)).toHaveLength(1);
      expect(await lose(delivery, 0)).toEqual([]);
      await db.rows(again, [delivery.id, LEASE, FAR_AHEAD]);
      expect(await lose(delivery, MOST_LOST_ATTEMPTS - 1)).toHaveLength(1);
    });

    it('should leave the others of the batch alone', async () => {
      const [doomed, other] = [await leased(), await leased()];
      await lose(doomed, MOST_LOST_ATTEMPTS - 1);
      await db.rows('UPDATE deliveries SET in_flight = false WHERE id = $1', [doomed.id]);
      expect(await start([doomed, other])).toMatchObject([{ id: other.id, attempt: 1, lostAttempt: false }]);
    });
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
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ outcome: null }]);
    expect(await start([delivery], next)).toMatchObject([{ attempt: 2, lostAttempt: true }]);
  });

  it('should not be settled by its worker once another has begun', async () => {
    const { delivery, next } = await lost();
    await start([delivery], next);
    const before = [await rowOf(delivery), await ledger.attemptsOf(delivery)];
    await settle(settlement(delivery), settlement(delivery, { attempt: 2, outcome: 'failed' }));
    expect([await rowOf(delivery), await ledger.attemptsOf(delivery)]).toEqual(before);
    await settle(settlement(delivery, { lease: next, attempt: 2 }));
    expect(await rowOf(delivery)).toMatchObject({ status: 'Sent', attempts: 2 });
  });
});

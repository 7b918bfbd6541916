import { newId } from '@app/runtime';
import { Given, testDatabase, type GivenDelivery } from '@app/testing';
import { Database } from '../database';
import { leaseDeliveries, releaseLease, type LeaseLimits } from '../queries/lease-deliveries';

const db = testDatabase(Database);
const given = new Given(db);

const LIMITS: Omit<LeaseLimits, 'lease'> = { batch: 100, leaseMs: 20_000, attemptLeaseMs: 25_000 };
const NOW = new Date('2024-03-01T12:00:00.000Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const LONG_AGO = new Date('2024-01-01T00:00:00.000Z');
const FAR_AHEAD = new Date('2100-01-01T00:00:00.000Z');

const lease = async (limits: Partial<LeaseLimits> = {}, database = db.database): Promise<string[]> => {
  const { deliveryIds } = await leaseDeliveries(database, { ...LIMITS, lease: newId(), ...limits });
  return deliveryIds;
};

const idsOf = (deliveries: GivenDelivery[]): string[] => deliveries.map(({ id }) => id).sort();

const settle = (delivery: GivenDelivery, status: 'Sent' | 'Failed'): Promise<unknown> =>
  db.rows(
    'UPDATE deliveries SET status = $2, due_at = NULL, leased_until = NULL, lease_token = NULL, in_flight = false WHERE id = $1',
    [delivery.id, status],
  );

afterEach(() => db.rows('TRUNCATE deliveries, attempts, receiver_health CASCADE'));

describe(leaseDeliveries.name, () => {
  it('should take what is due, and mark it as taken', async () => {
    const due = await given.delivery();
    await given.delivery({ dueAt: FAR_AHEAD });
    for (const status of ['Sent', 'Failed', 'Skipped'] as const) await given.delivery({ status });
    const token = newId();

    expect(await lease({ lease: token, leaseMs: 60_000 })).toEqual([due.id]);

    const row = await db.row(
      `SELECT lease_token AS token, in_flight AS "inFlight", attempts,
              leased_until BETWEEN now() + '55 seconds' AND now() + '60 seconds' AS "isHeld" FROM deliveries WHERE id = $1`,
      [due.id],
    );
    expect(row).toEqual({ token, inFlight: false, attempts: 0, isHeld: true });
    expect(await lease()).toEqual([]);
  });

  it('should take what is due longest first', async () => {
    const [third, first, second] = [
      await given.delivery({ dueAt: later(-1) }),
      await given.delivery({ dueAt: later(-3) }),
      await given.delivery({ dueAt: later(-2) }),
    ];
    const { accountId } = first.conversion;
    await db.rows('UPDATE deliveries SET account_id = $1', [accountId]);
    expect([await lease({ batch: 1 }), await lease({ batch: 1 }), await lease({ batch: 1 })].flat()).toEqual(
      [first, second, third].map(({ id }) => id),
    );
  });

  describe('order', () => {
    it('should keep a later callback back until the earlier one of its conversion is Sent or Failed (K§5.1)', async () => {
      const first = await given.delivery();
      const { conversion } = first;
      const second = await given.delivery({ conversion });
      const third = await given.delivery({ conversion });
      expect(await lease()).toEqual([first.id]);
      expect(await lease()).toEqual([]);
      await settle(first, 'Failed');
      expect(await lease()).toEqual([second.id]);
      await settle(second, 'Sent');
      expect(await lease()).toEqual([third.id]);
    });

    it('should keep it back while the earlier one waits for its retry, however long', async () => {
      const first = await given.delivery({ dueAt: FAR_AHEAD });
      await given.delivery({ conversion: first.conversion });
      expect(await lease()).toEqual([]);
    });

    it('should keep no postback and no other conversion back', async () => {
      const first = await given.delivery({ dueAt: FAR_AHEAD });
      const { conversion } = first;
      const postback = await given.delivery({ conversion, kind: 'postback' });
      const another = await given.delivery({
        conversion: await given.conversion({ offer: conversion.click.offer, pubMemberId: 'n' }),
      });
      expect((await lease()).sort()).toEqual(idsOf([postback, another]));
    });

    it('should not wait for what was skipped', async () => {
      const { conversion } = await given.delivery({ status: 'Skipped' });
      const second = await given.delivery({ conversion });
      expect(await lease()).toEqual([second.id]);
    });
  });

  describe('relays', () => {
    it('should lease each row once, four at a time (1,000 rows, 10 receivers)', async () => {
      const { conversion } = await given.delivery({ target: 'http://127.0.0.1:1000/' });
      for (let port = 1_000; port < 1_010; port++) {
        const target = `http://127.0.0.1:${port}/`;
        const one = await given.delivery({ target, conversion, kind: 'postback' });
        await given.moreLike(one, port === 1_000 ? 98 : 99);
        await db.rows(`INSERT INTO receiver_health (account_id, receiver, pace) VALUES ($1, $2, 'quick')`, [
          conversion.accountId,
          `http://127.0.0.1:${port}`,
        ]);
      }
      const relays = Array.from({ length: 4 }, () => db.anotherPool(1));
      const drain = async (relay: Database): Promise<string[]> => {
        const taken: string[] = [];
        for (let batch = await lease({}, relay); batch.length > 0; batch = await lease({}, relay)) taken.push(...batch);
        return taken;
      };
      const taken = (await Promise.all(relays.map(drain))).flat();
      // What one relay had locked when another looked may be left for the next look.
      taken.push(...(await drain(db.database)));
      expect(taken).toHaveLength(1_000);
      expect(new Set(taken).size).toBe(1_000);
    });

    it('should take over what another did not get done in time, and only that', async () => {
      const expired = { leasedUntil: LONG_AGO, leaseToken: newId() };
      const lost = await given.delivery({ ...expired });
      const lostInFlight = await given.delivery({ ...expired, inFlight: true, attempts: 1 });
      await given.delivery({ leasedUntil: FAR_AHEAD, leaseToken: newId() });
      const token = newId();
      expect((await lease({ lease: token })).sort()).toEqual(idsOf([lost, lostInFlight]));
      const rows = await db.rows('SELECT in_flight AS "inFlight" FROM deliveries WHERE lease_token = $1', [token]);
      expect(rows).toEqual([{ inFlight: false }, { inFlight: false }]);
    });
  });

  describe('time', () => {
    it("should be the account's: due is what its own clock says", async () => {
      const [behind, ahead] = [await given.account(), await given.account()];
      await given.platformTime(behind, later(-1));
      await given.platformTime(ahead, NOW);
      const due = async (account: typeof behind): Promise<GivenDelivery> =>
        given.delivery({ conversion: await given.conversion({ offer: await given.offer({ account }) }), dueAt: NOW });
      const [waiting, ready] = [await due(behind), await due(ahead)];
      expect(await lease()).toEqual([ready.id]);
      await given.platformTime(behind, NOW);
      expect(await lease()).toEqual([waiting.id]);
    });

    it('should follow a shifted clock', async () => {
      const account = await given.account();
      const conversion = await given.conversion({ offer: await given.offer({ account }) });
      const delivery = await given.delivery({ conversion, dueAt: FAR_AHEAD });
      expect(await lease()).toEqual([]);
      await db.rows(`UPDATE accounts SET clock_shift = '100 years' WHERE id = $1`, [account.id]);
      expect(await lease()).toEqual([delivery.id]);
    });

    it('should not freeze recovery where the platform is frozen', async () => {
      const account = await given.account({ frozenAt: LONG_AGO });
      const conversion = await given.conversion({ offer: await given.offer({ account }) });
      const delivery = await given.delivery({
        conversion,
        dueAt: LONG_AGO,
        leaseToken: newId(),
        leasedUntil: FAR_AHEAD,
      });
      expect(await lease()).toEqual([]);
      await db.rows(`UPDATE deliveries SET leased_until = now() - interval '1 millisecond'`);
      expect(await lease()).toEqual([delivery.id]);
    });
  });
});

describe(releaseLease.name, () => {
  it('should give back what nobody started, and nothing else', async () => {
    const token = newId();
    const held = { leasedUntil: FAR_AHEAD, leaseToken: token };
    const queued = await given.delivery(held);
    await given.delivery({ ...held, inFlight: true });
    await given.delivery({ ...held, leaseToken: newId() });
    await releaseLease(db.database, token);
    expect(await lease()).toEqual([queued.id]);
  });
});

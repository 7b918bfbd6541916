import { MOST_A_RECEIVER, MOST_NEW, type ReceiverPace } from '@app/domain';
import { newId } from '@app/runtime';
import { Given, testDatabase, type DeliveryInput, type GivenDelivery } from '@app/testing';
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

/** What is known of a receiver. */
const known = ({ conversion, target }: GivenDelivery, pace: ReceiverPace, unreachableInARow = 0): Promise<unknown> =>
  db.rows(
    `INSERT INTO receiver_health (account_id, receiver, pace, unreachable_in_a_row) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, receiver) DO UPDATE SET pace = excluded.pace, unreachable_in_a_row = excluded.unreachable_in_a_row`,
    [conversion.accountId, new URL(target).origin, pace, unreachableInARow],
  );

/** A delivery to another receiver of the same account. */
const elsewhere = ({ conversion }: GivenDelivery, port: number, input: DeliveryInput = {}): Promise<GivenDelivery> =>
  given.delivery({ conversion, kind: 'postback', target: `http://127.0.0.1:${port}/`, ...input });

afterEach(() => db.rows('TRUNCATE deliveries, receiver_health CASCADE'));

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

  describe('room', () => {
    it.each([
      ['new', MOST_NEW],
      ['quick', MOST_A_RECEIVER],
      ['slow', MOST_A_RECEIVER],
    ] as const)('should be given to each receiver apart: to one that is %s, %d', async (pace, room) => {
      const busy = await given.delivery({ target: 'http://127.0.0.1:1001/' });
      await given.moreLike(busy, 400);
      const other = await elsewhere(busy, 1002);
      await known(busy, pace);
      const taken = await lease({ batch: 1_000 });
      expect(taken).toHaveLength(room + 1);
      expect(taken).toContain(other.id);
      expect(await lease()).toEqual([]);
    });

    it('should be free again once something is settled', async () => {
      const first = await given.delivery();
      await given.moreLike(first, 2 * MOST_NEW);
      expect(await lease()).toHaveLength(MOST_NEW);
      await settle(first, 'Sent');
      expect(await lease()).toHaveLength(1);
    });

    it('should be given to each account apart, be it the same receiver', async () => {
      await given.moreLike(await given.delivery(), 2 * MOST_NEW);
      await given.moreLike(await given.delivery(), 2 * MOST_NEW);
      expect(await lease()).toHaveLength(2 * MOST_NEW);
    });

    it('should be one for a receiver that could not be reached five times in a row, and all again once it answers', async () => {
      const dead = await given.delivery();
      await given.moreLike(dead, 9);
      await given.delivery({ conversion: dead.conversion, kind: 'postback', nextTrigger: 'retry' });
      await known(dead, 'quick', 5);
      expect(await lease()).toHaveLength(1);
      expect(await lease()).toEqual([]);
      await known(dead, 'quick');
      expect(await lease()).toHaveLength(10);
    });

    it('should be taken from a receiver while more than a few of its attempts hang', async () => {
      const hanging = await given.delivery({ target: 'http://127.0.0.1:1001/' });
      const ports = Array.from({ length: 9 }, (_, index) => 1_002 + index);
      for (const port of ports) await elsewhere(hanging, port);
      await given.moreLike(hanging, 400);
      await known(hanging, 'quick');
      expect(await lease({ batch: 120 })).toHaveLength(12 + ports.length);
      await db.rows('UPDATE deliveries SET in_flight = true WHERE lease_token IS NOT NULL');
      await db.rows(`UPDATE deliveries SET leased_until = now() + interval '23 seconds' WHERE in_flight`);
      // A tenth of the room of those that are not known to be quick.
      expect(await lease({ batch: 1_000 })).toHaveLength(100 - 12);
    });

    it('should be kept for first attempts when 50,000 retries are due, and for retries when first attempts are', async () => {
      const first = await given.delivery({ dueAt: later(1) });
      const retry = await given.delivery({ conversion: first.conversion, kind: 'postback', nextTrigger: 'retry' });
      await given.moreLike(retry, 49_999);
      await db.rows('ANALYZE deliveries');
      await known(first, 'quick');
      const taken = await lease();
      expect(taken).toContain(first.id);
      expect(taken).toContain(retry.id);
      while ((await lease()).length > 0);
      const { retries } = await db.row<{ retries: number }>(
        'SELECT count(*)::int AS retries FROM deliveries WHERE lease_token IS NOT NULL AND id <> $1',
        [first.id],
      );
      expect(retries).toBe(MOST_A_RECEIVER / 3);
      const next = await given.delivery({ conversion: first.conversion, kind: 'postback', dueAt: later(2) });
      expect(await lease()).toEqual([next.id]);
    });

    it('should go round when many wait for more than a batch', async () => {
      const one = await given.delivery({ target: 'http://127.0.0.1:1001/' });
      const ports = Array.from({ length: 19 }, (_, index) => 1_002 + index);
      for (const port of ports) await given.moreLike(await elsewhere(one, port), 30);
      await given.moreLike(one, 30);
      await lease();
      await lease();
      const lanes = await db.rows<{ taken: number }>(
        'SELECT count(*)::int AS taken FROM deliveries WHERE lease_token IS NOT NULL GROUP BY receiver',
      );
      expect(lanes).toEqual(Array.from({ length: 20 }, () => ({ taken: 10 })));
    });

    it('should be left for others by a dead receiver with 10,000 waiting', async () => {
      const dead = await given.delivery({ target: 'http://127.0.0.1:1001/' });
      await given.moreLike(dead, 9_999);
      await known(dead, 'new', 5);
      await db.rows('ANALYZE deliveries');
      const healthy = await given.delivery({
        target: 'http://127.0.0.1:1002/',
        conversion: dead.conversion,
        kind: 'postback',
      });
      expect(await lease()).toHaveLength(2);
      const { plan } = await db.row<{ plan: string }>(
        'SELECT lease_token::text AS plan FROM deliveries WHERE id = $1',
        [healthy.id],
      );
      expect(plan).not.toBeNull();
    });
  });

  describe('relays', () => {
    it('should lease each row once, four at a time (1,000 rows, 10 receivers)', async () => {
      const { conversion } = await given.delivery({ target: 'http://127.0.0.1:1000/' });
      for (let port = 1_000; port < 1_010; port++) {
        const target = `http://127.0.0.1:${port}/`;
        const one = await given.delivery({ target, conversion, kind: 'postback' });
        await given.moreLike(one, port === 1_000 ? 98 : 99);
        await known(one, 'quick');
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

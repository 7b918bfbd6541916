import { MOST_A_RECEIVER, type ReceiverPace } from '@app/domain';
import { newId } from '@app/runtime';
import { Given, testDatabase, type DeliveryInput, type GivenDelivery } from '@app/testing';
import { Database } from '../database';
import { leaseDeliveries, type LeaseLimits } from '../queries/lease-deliveries';

const db = testDatabase(Database);
const given = new Given(db);

const LIMITS: Omit<LeaseLimits, 'lease'> = { batch: 100, leaseMs: 20_000, attemptLeaseMs: 25_000 };
const NOW = new Date('2024-03-01T12:00:00.000Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

const lease = async (limits: Partial<LeaseLimits> = {}): Promise<string[]> => {
  const { deliveryIds } = await leaseDeliveries(db.database, { ...LIMITS, lease: newId(), ...limits });
  return deliveryIds;
};

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

describe(`${leaseDeliveries.name}, room`, () => {
  it('should be given to each receiver apart', async () => {
    const busy = await given.delivery({ target: 'http://127.0.0.1:1001/' });
    await given.moreLike(busy, MOST_A_RECEIVER + 50);
    const other = await elsewhere(busy, 1002);
    await known(busy, 'quick');
    const taken = await lease({ batch: 2_000 });
    expect(taken).toHaveLength(MOST_A_RECEIVER + 1);
    expect(taken).toContain(other.id);
    expect(await lease()).toEqual([]);
  });

  it('should be free again once something is settled', async () => {
    const first = await given.delivery();
    await given.moreLike(first, MOST_A_RECEIVER + 50);
    expect(await lease({ batch: 1_000 })).toHaveLength(MOST_A_RECEIVER);
    await db.rows(
      `UPDATE deliveries SET status = 'Sent', due_at = NULL, leased_until = NULL, lease_token = NULL WHERE id = $1`,
      [first.id],
    );
    expect(await lease()).toHaveLength(1);
  });

  it('should be given to each account apart, be it the same receiver', async () => {
    for (const first of [await given.delivery(), await given.delivery()]) {
      await given.moreLike(first, MOST_A_RECEIVER + 50);
      await known(first, 'quick');
    }
    expect(await lease({ batch: 2_000 })).toHaveLength(2 * MOST_A_RECEIVER);
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
    const { plan } = await db.row<{ plan: string }>('SELECT lease_token::text AS plan FROM deliveries WHERE id = $1', [
      healthy.id,
    ]);
    expect(plan).not.toBeNull();
  });
});

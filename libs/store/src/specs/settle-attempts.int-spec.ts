import { newId } from '@app/runtime';
import { aSettlement, Given, Ledger, testDatabase, type DeliveryInput, type GivenDelivery } from '@app/testing';
import { Database } from '../database';
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

/** A delivery of an account whose clock stands at NOW. */
async function leasedAtNow(input: DeliveryInput = {}): Promise<GivenDelivery> {
  const offer = await given.offer({ account: await given.account({ frozenAt: NOW }) });
  return leased({ conversion: await given.conversion({ offer }), ...input });
}

const rowOf = ({ id }: GivenDelivery): Promise<Record<string, unknown>> =>
  db.row(
    `SELECT status, due_at AS "dueAt", next_trigger AS trigger, attempts, retries_made AS "retriesMade", lease_token AS lease,
            in_flight AS "inFlight", reason, settled_at AS "settledAt", last_response_status AS "responseStatus"
       FROM deliveries WHERE id = $1`,
    [id],
  );

const healthOf = async ({ conversion }: GivenDelivery): Promise<number | null> => {
  const [row] = await db.rows<{ count: number }>(
    'SELECT unreachable_in_a_row AS count FROM receiver_health WHERE account_id = $1',
    [conversion.accountId],
  );
  return row?.count ?? null;
};

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
    await given.platformTime(delivery.conversion.click.offer.account, new Date('2024-03-01T12:00:07.000Z'));
    await settle(
      settlement(delivery, { outcome: 'retry', waitMs: 120_000, reason: 'It answered 503', responseStatus: 503 }),
    );
    expect(await rowOf(delivery)).toEqual({
      status: 'Pending',
      dueAt: new Date('2024-03-01T12:02:07.000Z'),
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
    expect(await ledger.attemptsOf(delivery)).toMatchObject([{ outcome: 'failed', errorCode: 'ECONNREFUSED' }]);
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
    expect(await healthOf(receiver)).toBe(0);
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

  it.each([
    // durations of attempts settled together, and what the receiver is by them; null: never reached
    ['new', 'quick', [12, 1_000]],
    ['new', 'new', [null]],
    ['new', 'slow', [1_001]],
    ['quick', 'quick', [12, 12, 1_001]],
    ['quick', 'slow', [12, 1_001]],
    ['quick', 'quick', [null, null]],
    ['slow', 'quick', [null, 12]],
    ['slow', 'slow', [null]],
  ] as const)('should be %s, then %s after answers within %j ms', async (before, after, durations) => {
    const receiver = await leased();
    const { accountId } = receiver.conversion;
    await db.rows(
      'INSERT INTO receiver_health (account_id, receiver, pace) SELECT account_id, receiver, $2 FROM deliveries WHERE id = $1',
      [receiver.id, before],
    );
    const like = { conversion: receiver.conversion, kind: 'postback' } as const;
    const deliveries = await Promise.all(durations.map(() => leased(like)));
    await start(deliveries);
    await settle(
      ...deliveries.map((delivery, index) => {
        const durationMs = durations[index] ?? null;
        return settlement(delivery, { durationMs: durationMs ?? 1, unreachable: durationMs === null });
      }),
    );
    expect(await db.row('SELECT pace FROM receiver_health WHERE account_id = $1', [accountId])).toEqual({
      pace: after,
    });
  });

  it('should be written only where it changes, so that nobody waits for the row of a busy receiver', async () => {
    const receiver = await leased();
    const versionOf = (): Promise<unknown> =>
      db.row('SELECT xmin::text, ctid::text FROM receiver_health WHERE account_id = $1', [
        receiver.conversion.accountId,
      ]);
    await attempt(receiver, [false]);
    const version = await versionOf();
    await attempt(receiver, [false, false]);
    expect(await versionOf()).toEqual(version);
  });

  it('should be counted for each account apart', async () => {
    const [mine, theirs] = [await leased(), await leased()];
    await attempt(mine, [true]);
    expect([await healthOf(mine), await healthOf(theirs)]).toEqual([1, null]);
  });

  it('should be counted right by workers that settle at the same time', async () => {
    const receiver = await leased();
    await Promise.all(Array.from({ length: 8 }, () => attempt(receiver, [true, true])));
    expect(await healthOf(receiver)).toBe(16);
  });
});

import { Given, testDatabase, until, type GivenOffer } from '@app/testing';
import { newId } from '@app/runtime';
import { Database } from '../../database';
import type { DailyTable } from '../../days';
import { countClickDays } from '../../queries/click-counts';
import { expireDays, keepDaysAhead } from '../../queries/expire-days';
import { insertInboundCalls } from '../../queries/log-queries';
import { readSummary } from '../../queries/report-queries';
import { startAttempts } from '../../queries/start-attempts';
import { settleAttempts } from '../../queries/settle-attempts';
import { findClicks, insertClicks, insertView } from '../../queries/tracking-queries';
import { TurnedLedger } from './turned-ledger';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new TurnedLedger(db);

const DAY_MS = 86_400_000;
const LOCK_NOT_AVAILABLE = '55P03';
const range = { from: new Date('2024-01-01T00:00Z'), until: new Date('2024-02-01T00:00Z') };
/** The platform's day of what the specs write: not the day of its part. */
const NOON = new Date('2024-01-15T12:00:00Z');

beforeAll(() => ledger.begin());
beforeEach(async () => {
  await db.rows('TRUNCATE clicks, views, attempts, request_logs, expired_clicks, click_deltas, click_counts');
});

const expire = (table: DailyTable, days: number): Promise<string[]> => expireDays(db.database, table, days * DAY_MS);

const frozenOffer = async (): Promise<GivenOffer> => given.offer({ account: await given.account({ frozenAt: NOON }) });

/** As many clicks, of the day so long ago. */
async function clicksOf(offer: GivenOffer, daysAgo: number, count: number): Promise<string[]> {
  const clicks = await Promise.all(Array.from({ length: count }, () => ledger.clickOf(offer, daysAgo)));
  await insertClicks(db.database, clicks);
  await ledger.madeInTime('clicks', daysAgo);
  return clicks.map(({ id }) => id);
}

const totalsOf = async ({ accountId }: GivenOffer): Promise<unknown> => {
  const lines = await readSummary(db.database, accountId, { group: 'day', ...range });
  return lines.map(({ clicks, views }) => ({ clicks, views }));
};
const thereOf = ({ accountId }: GivenOffer): Promise<unknown> => countClickDays(db.database, accountId, {});

const count = async (from: string): Promise<number> =>
  (await db.row<{ count: number }>(`SELECT count(*)::integer FROM ${from}`)).count;

/** The part that the only row, or any, is in. */
const partOf = async (table: DailyTable): Promise<string> =>
  (await db.row<{ part: string }>(`SELECT tableoid::regclass::text AS part FROM ${table} LIMIT 1`)).part;

describe(expireDays.name, () => {
  it('should let go the days that ended so long ago, and no other', async () => {
    const offer = await frozenOffer();
    for (const ago of [33, 32, 31, 30, 29, 1, 0]) await clicksOf(offer, ago, 1);
    // A part is the day before its end.
    const gone = await expire('clicks', 30);
    expect(gone).toHaveLength(3);
    expect(await ledger.partsOf('clicks')).toEqual([30, 29, 1, 0]);
    expect(await count('clicks')).toBe(4);
    for (const part of gone) expect(await db.rows('SELECT FROM pg_class WHERE relname = $1', [part])).toEqual([]);
    expect(await expire('clicks', 30)).toEqual([]);
  });

  it('should keep a day that was made late as if it were of the day it was made on', async () => {
    const offer = await frozenOffer();
    await insertClicks(db.database, [await ledger.clickOf(offer, 300)]);
    const part = await partOf('clicks');
    expect(await expire('clicks', 2)).not.toContain(part);
    await ledger.madeInTime('clicks', 300);
    expect(await expire('clicks', 2)).toEqual([part]);
  });

  it('should keep what reports count, and tell lists what is there', async () => {
    const offer = await frozenOffer();
    await clicksOf(offer, 40, 5);
    await clicksOf(offer, 2, 2);
    const view = {
      accountId: offer.accountId,
      offerId: offer.id,
      pubMemberId: 'ann',
      parameters: {},
      sourceIp: '',
      url: '',
    };
    await insertView(db.database, { id: await ledger.idOf(40), ...view });
    await ledger.madeInTime('views', 40);
    expect(await thereOf(offer)).toEqual([{ day: '2024-01-15', rows: 7 }]);

    expect([await expire('clicks', 30), await expire('views', 30)]).toMatchObject([[{}], [{}]]);
    expect(await totalsOf(offer)).toEqual([{ clicks: 7, views: 1 }]);
    expect(await thereOf(offer)).toEqual([{ day: '2024-01-15', rows: 2 }]);
    expect(await countClickDays(db.database, offer.accountId, { offerId: newId() })).toEqual([]);
  });

  it('should have all of it counted off when an account is emptied', async () => {
    const offer = await frozenOffer();
    await clicksOf(offer, 40, 5);
    await clicksOf(offer, 2, 2);
    await expire('clicks', 30);
    await db.rows('DELETE FROM clicks WHERE account_id = $1', [offer.accountId]);
    expect(await totalsOf(offer)).toEqual([{ clicks: 5, views: 0 }]);
    await db.rows('DELETE FROM expired_clicks WHERE account_id = $1', [offer.accountId]);
    expect(await totalsOf(offer)).toEqual([]);
    expect(await thereOf(offer)).toEqual([]);
  });

  it('should leave a delivery of a day that is gone able to be sent and settled', async () => {
    await db.rows(`SELECT keep_day('clicks', '2025-11-17')`);
    const lease = newId();
    const leased = { leaseToken: lease, leasedUntil: new Date('2100-01-01') };
    const delivery = await given.delivery(leased);
    await startAttempts(db.database, lease, [delivery.id], 20_000);
    expect(await count('attempts')).toBe(1);
    await db.rows(`COMMENT ON TABLE ${await partOf('attempts')} IS NULL`);
    expect(await expire('attempts', 30)).toHaveLength(1);
    expect(await count('attempts')).toBe(0);

    const settlement = {
      ...{
        deliveryId: delivery.id,
        lease,
        attempt: 1,
        outcome: 'sent' as const,
        waitMs: null,
        reason: null,
        advice: null,
      },
      ...{
        durationMs: 1,
        requestMethod: 'POST',
        requestUrl: 'http://127.0.0.1:9/',
        requestHeaders: {},
        responseStatus: 200,
      },
      ...{ responseHeaders: {}, responseBody: '', bodyTruncated: false, errorCode: null, unreachable: false },
    };
    await settleAttempts(db.database, [settlement]);
    const { status } = await db.row<{ status: string }>('SELECT status FROM deliveries WHERE id = $1', [delivery.id]);
    expect(status).toBe('Sent');

    await db.rows(
      `UPDATE deliveries SET status = 'Pending', due_at = now(), settled_at = NULL, lease_token = $2, leased_until = 'infinity' WHERE id = $1`,
      [delivery.id, lease],
    );
    expect(await startAttempts(db.database, lease, [delivery.id], 20_000)).toMatchObject([{ attempt: 2 }]);
    await settleAttempts(db.database, [{ ...settlement, attempt: 2 }]);
    expect(await db.rows('SELECT number, outcome FROM attempts')).toEqual([{ number: 2, outcome: 'sent' }]);
  });

  it('should let two processes at once take each day once', async () => {
    const offer = await frozenOffer();
    for (const ago of [50, 49, 48]) await clicksOf(offer, ago, 3);
    const others = [db.anotherPool(), db.anotherPool(), db.anotherPool()];
    const turn = async (database: Database): Promise<string[]> => {
      await keepDaysAhead(database, 'clicks', 2);
      return expireDays(database, 'clicks', 30 * DAY_MS);
    };
    const gone = (await Promise.all(others.map(turn))).flat();
    expect(new Set(gone).size).toBe(gone.length);
    expect(gone).toHaveLength(3);
    expect(await totalsOf(offer)).toEqual([{ clicks: 9, views: 0 }]);
    expect(await thereOf(offer)).toEqual([]);
  });

  it('should take up what a process that ended left behind', async () => {
    const offer = await frozenOffer();
    await clicksOf(offer, 60, 2);
    const part = await partOf('clicks');
    await db.rows(`COMMENT ON TABLE ${part} IS 'expired from clicks'`);
    await db.rows(`ALTER TABLE clicks DETACH PARTITION ${part} CONCURRENTLY`);
    expect(await expire('clicks', 30)).toEqual([part]);
    expect(await totalsOf(offer)).toEqual([{ clicks: 2, views: 0 }]);
    expect(await thereOf(offer)).toEqual([]);
  });
});

describe('a day that goes', () => {
  it('should keep nobody waiting who writes or reads, however long a reader keeps it from going', async () => {
    const offer = await frozenOffer();
    const old = await clicksOf(offer, 70, 3);
    await clicksOf(offer, 0, 1);
    // Whoever had to wait for a lock would fail here.
    const hasty = new Database({
      url: `${db.url}?options=-c%20lock_timeout%3D1s`,
      connections: 4,
      applicationName: 'spec',
    });
    const reader = await db.database.pool.connect();
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM clicks');

    const expiring = expire('clicks', 30).catch((error: unknown) => error);
    await until(async () =>
      count(`pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%DETACH%' AND pid <> pg_backend_pid()`),
    );
    for (let round = 0; round < 20; round++) {
      await insertClicks(hasty, [await ledger.clickOf(offer, 0)]);
      await insertInboundCalls(hasty, [await ledger.callOf(offer, 0)]);
      expect(await findClicks(hasty, old)).toHaveLength(3);
      await hasty.query('SELECT id FROM clicks WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 10', [
        offer.accountId,
      ]);
    }
    expect(await expiring).toMatchObject({ code: LOCK_NOT_AVAILABLE });
    expect(await count('clicks')).toBe(21);

    await reader.query('COMMIT');
    reader.release();
    const gone = await until(async () => {
      const parts = await expire('clicks', 30);
      return parts.length > 0 && parts;
    });
    expect(gone).toHaveLength(1);
    expect(await totalsOf(offer)).toEqual([{ clicks: 24, views: 0 }]);
    await hasty.close();
  });

  it('should let every write through while days go and come', async () => {
    const offer = await frozenOffer();
    for (const ago of [80, 79, 78, 77]) await clicksOf(offer, ago, 1);
    let isOver = false;
    const write = async (): Promise<number> => {
      let written = 0;
      for (; !isOver; written++) await insertClicks(db.database, [await ledger.clickOf(offer, 0)]);
      return written;
    };
    const writers = Array.from({ length: 4 }, write);
    const gone = await expire('clicks', 30).finally(() => {
      isOver = true;
    });
    const written = (await Promise.all(writers)).reduce((sum, each) => sum + each, 0);
    expect(gone).toHaveLength(4);
    expect(await count('clicks')).toBe(written);
    expect(await totalsOf(offer)).toEqual([{ clicks: written + 4, views: 0 }]);
  });
});

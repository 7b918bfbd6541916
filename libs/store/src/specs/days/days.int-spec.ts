import { anId, Given, Ledger, testDatabase } from '@app/testing';
import { newId } from '@app/runtime';
import { Database } from '../../database';
import { ByDay, withDays } from '../../days';
import { keepDaysAhead } from '../../queries/expire-days';
import { insertInboundCalls } from '../../queries/log-queries';
import { startAttempts } from '../../queries/start-attempts';
import { findClicks, findView, insertClicks, insertView } from '../../queries/tracking-queries';
import { TurnedLedger } from './turned-ledger';

const db = testDatabase(Database);
const given = new Given(db);
const ledger = new TurnedLedger(db);

beforeAll(() => ledger.begin());

const countOf = async (table: string): Promise<number> =>
  (await db.row<{ count: number }>(`SELECT count(*)::integer FROM ${table}`)).count;

describe(withDays.name, () => {
  it('should make the day of a click that has none, and write click and count once', async () => {
    const offer = await given.offer();
    const clicks = [await ledger.clickOf(offer, 20), await ledger.clickOf(offer, 19), await ledger.clickOf(offer, 20)];
    await insertClicks(db.database, clicks);
    expect(await ledger.partsOf('clicks')).toEqual([20, 19]);
    expect(
      await findClicks(
        db.database,
        clicks.map(({ id }) => id),
      ),
    ).toMatchObject(clicks.map(({ id }) => ({ id })));
    const { sum } = await db.row<{ sum: number }>(
      'SELECT sum(clicks)::integer FROM click_deltas WHERE account_id = $1',
      [offer.accountId],
    );
    expect(sum).toBe(3);
  });

  it('should make it once for all who ask at the same time', async () => {
    const offer = await given.offer();
    const before = await countOf('clicks');
    const clicks = await Promise.all(Array.from({ length: 12 }, () => ledger.clickOf(offer, 10)));
    await Promise.all(clicks.map((click) => insertClicks(db.database, [click])));
    expect(await countOf('clicks')).toBe(before + clicks.length);
    expect(await ledger.partsOf('clicks')).toContain(10);
  });

  it('should make the day of a view, a logged call and the first attempt of a delivery', async () => {
    const offer = await given.offer();
    const { accountId, id: offerId } = offer;
    const id = await ledger.idOf(7);
    await insertView(db.database, {
      id,
      accountId,
      offerId,
      pubMemberId: 'ann',
      parameters: {},
      sourceIp: '',
      url: '',
    });
    expect(await findView(db.database, id)).toMatchObject({ id });
    await insertInboundCalls(db.database, [await ledger.callOf(offer, 6)]);
    const lease = newId();
    await db.rows(`SELECT keep_day('clicks', day_of_id($1))`, [anId()]);
    const delivery = await given.delivery({ leaseToken: lease, leasedUntil: new Date('2100-01-01') });
    expect(await startAttempts(db.database, lease, [delivery.id], 20_000)).toMatchObject([{ id: delivery.id }]);
    expect(await new Ledger(db).attemptsOf(delivery)).toMatchObject([{ number: 1, outcome: null }]);
    expect(await ledger.partsOf('views')).toEqual([7]);
    expect(await ledger.partsOf('request_logs')).toEqual([6]);
  });

  it('should leave other refusals alone', async () => {
    const offer = await given.offer();
    const call = { ...(await ledger.callOf(offer, 6)), kind: 'walk' as 'click' };
    await expect(insertInboundCalls(db.database, [call])).rejects.toMatchObject({
      constraint: 'request_logs_kind_check',
    });
  });
});

describe(keepDaysAhead.name, () => {
  it('should make today and the days ahead, and nothing when they are there', async () => {
    await keepDaysAhead(db.database, 'views', 2);
    await keepDaysAhead(db.database, 'views', 2);
    expect(await ledger.partsOf('views')).toEqual([7, 0, -1, -2]);
  });

  it('should leave the days of the first part to it', async () => {
    await db.rows(`CREATE TABLE attempts_before (LIKE attempts INCLUDING ALL)`);
    await db.rows(
      `DO $$ BEGIN EXECUTE format('ALTER TABLE attempts ATTACH PARTITION attempts_before FOR VALUES FROM (%L) TO (%L)',
         first_id_of((now() AT TIME ZONE 'UTC')::date - 5), first_id_of((now() AT TIME ZONE 'UTC')::date + 1)); END $$`,
    );
    await keepDaysAhead(db.database, 'attempts', 2);
    expect((await ledger.partsOf('attempts')).slice(-3)).toEqual([0, -1, -2]);
  });
});

describe(ByDay.name, () => {
  const statement = new ByDay(
    'spec-by-day',
    'clicks',
    (clicks) => `SELECT '${clicks}' AS "from", id FROM ${clicks} WHERE id = ANY($1)`,
  );
  const find = (...ids: string[]): Promise<{ from: string; id: string }[]> => statement.query(db.database, ids, [ids]);

  it('should look at one day alone where all ids are of it, else at the whole table', async () => {
    const offer = await given.offer();
    const [one, two] = [await ledger.clickOf(offer, 30), await ledger.clickOf(offer, 30)];
    const other = await ledger.clickOf(offer, 31);
    await insertClicks(db.database, [one, two, other]);
    expect(await find(one.id, two.id)).toMatchObject([{ from: expect.stringMatching(/^clicks_\d{8}$/) as string }, {}]);
    expect(await find(one.id, other.id)).toMatchObject([{ from: 'clicks' }, { from: 'clicks' }]);
  });

  it('should find nothing, and no trouble, in days that are not there or can not be', async () => {
    for (const id of [
      await ledger.idOf(4_000),
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
      '00000000-0000-0000-0000-000000000000',
    ]) {
      expect(await find(id)).toEqual([]);
      expect(await find(id)).toEqual([]);
    }
    expect(await find()).toEqual([]);
  });
});

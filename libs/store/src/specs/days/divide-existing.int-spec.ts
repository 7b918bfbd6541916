import { aSettlement, Given, testDatabase } from '@app/testing';
import { newId } from '@app/runtime';
import type { DataSource } from 'typeorm';
import { createDataSource, migrate } from '../../data-source';
import { Database } from '../../database';
import { DaysOfGrowth1764000000009 } from '../../migrations/1764000000009-days-of-growth';
import { settleAttempts } from '../../queries/settle-attempts';
import { startAttempts } from '../../queries/start-attempts';

const db = testDatabase(Database);
const given = new Given(db);

let source: DataSource;
beforeAll(async () => {
  source = await createDataSource({ url: db.url, connections: 2 }).initialize();
});
afterAll(() => source.destroy());

async function goBack(): Promise<void> {
  const isThere = async (): Promise<boolean> =>
    (await db.rows('SELECT FROM migrations WHERE name = $1', [DaysOfGrowth1764000000009.name])).length > 0;
  while (await isThere()) await source.undoLastMigration();
}

const clicks = (): Promise<Record<string, unknown>[]> => db.rows('SELECT * FROM clicks ORDER BY id');
const fileOf = async (table: string): Promise<number> =>
  (await db.row<{ file: number }>(`SELECT relfilenode::integer AS file FROM pg_class WHERE oid = '${table}'::regclass`))
    .file;

describe(DaysOfGrowth1764000000009.name, () => {
  it('should make the first part of what was there without copying it, and go back with all of it', async () => {
    const lease = newId();
    const delivery = await given.delivery({ leaseToken: lease, leasedUntil: new Date('2100-01-01') });
    await startAttempts(db.database, lease, [delivery.id], 20_000);
    await settleAttempts(db.database, [aSettlement({ deliveryId: delivery.id, lease, attempt: 1 })]);
    const before = await clicks();
    await goBack();
    expect(await clicks()).toEqual(before);
    expect(await db.rows('SELECT FROM attempts')).toHaveLength(1);
    await expect(db.rows('UPDATE attempts SET delivery_id = $1', [newId()])).rejects.toMatchObject({ code: '23503' });

    const [clicksFile, attemptsFile] = [await fileOf('clicks'), await fileOf('attempts')];
    await migrate(source);
    expect([await fileOf('clicks_before'), await fileOf('attempts_before')]).toEqual([clicksFile, attemptsFile]);
    expect(await clicks()).toEqual(before);
    expect(await db.rows('SELECT number, outcome FROM attempts')).toMatchObject([{ number: 1 }]);
  });

  it('should find a place for ids of days to come, and for those that tell no day, and count none of them off', async () => {
    const click = await given.click();
    await goBack();
    for (const id of [
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
      '00000000-0000-0000-0000-000000000000',
      '05000000-0000-7000-8000-000000000000',
    ]) {
      await db.rows(
        `INSERT INTO clicks (id, account_id, offer_id, pub_member_id, parameters, source_ip, url, created_at)
         SELECT $2, account_id, offer_id, 'ann', '{}', '', '', created_at FROM clicks WHERE id = $1`,
        [click.id, id],
      );
    }
    const deltas = await db.rows('SELECT FROM click_deltas');
    const there = await clicks();
    await migrate(source);
    expect(await clicks()).toEqual(there);
    const parts = await db.rows(
      `SELECT tableoid::regclass::text AS part FROM clicks WHERE pub_member_id = 'ann' ORDER BY id`,
    );
    expect(parts).toEqual([{ part: 'clicks_before' }, { part: 'clicks_21440318' }, { part: 'clicks_last' }]);
    expect(await db.rows('SELECT FROM click_deltas')).toEqual(deltas);
  });
});

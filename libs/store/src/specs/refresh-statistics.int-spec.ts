import { testDatabase, until } from '@app/testing';
import { Database } from '../database';
import { refreshStatistics } from '../queries/refresh-statistics';

const db = testDatabase(Database);

beforeAll(() => db.rows('CREATE TABLE young (number integer) WITH (autovacuum_enabled = false)'));

const isLookedAt = async (): Promise<boolean> => (await refreshStatistics(db.database)).includes('young');
const known = async (): Promise<number> =>
  (await db.row<{ rows: number }>(`SELECT reltuples::float8 AS rows FROM pg_class WHERE relname = 'young'`)).rows;

/** Adds rows, and waits until PostgreSQL has counted them. */
async function grow(to: number): Promise<void> {
  const counted = `pg_stat_get_live_tuples('young'::regclass)::int`;
  await db.rows(
    `INSERT INTO young SELECT number FROM generate_series((SELECT count(*) + 1 FROM young), $1::bigint) number`,
    [to],
  );
  await until(async () => (await db.row<{ rows: number }>(`SELECT ${counted} AS rows`)).rows === to);
}

describe(refreshStatistics.name, () => {
  it('should look at a young table whenever it has outgrown what is known of it, until that is enough', async () => {
    await grow(499);
    expect(await isLookedAt()).toBe(false);
    expect(await known()).toBe(-1);

    await grow(500);
    expect(await isLookedAt()).toBe(true);
    expect(await known()).toBe(500);
    expect(await isLookedAt()).toBe(false);

    await grow(2_499);
    expect(await isLookedAt()).toBe(false);
    await grow(2_500);
    expect(await isLookedAt()).toBe(true);
    expect(await known()).toBe(2_500);

    await grow(20_000);
    expect(await isLookedAt()).toBe(false);
  });
});

import { testDatabase } from '@app/testing';
import { Database } from '../database';
import { readPlatformScale, setPlatformScale } from '../queries/platform-scale';

const db = testDatabase(Database);

afterEach(() => setPlatformScale(db.database, 1));

interface Times {
  platform: number;
  real: number;
}

/** Both times of one statement, in milliseconds. */
async function times(shift = '0'): Promise<Times> {
  const [row] = await db.rows<Times>(
    `SELECT extract(epoch FROM platform_now(NULL, $1::interval))::float8 * 1000 AS platform, extract(epoch FROM clock_timestamp())::float8 * 1000 AS real`,
    [shift],
  );
  if (row === undefined) throw new Error('No row.');
  return row;
}

/** How many times as fast platform time ran between two looks; each is to the millisecond. */
async function speed(): Promise<{ least: number; most: number }> {
  const [from, to] = [await times(), await (await db.rows('SELECT pg_sleep(0.05)'), times())];
  const [platform, real] = [to.platform - from.platform, to.real - from.real];
  return { least: (platform - 2) / (real + 2), most: (platform + 2) / (real - 2) };
}

describe(setPlatformScale.name, () => {
  it('should make platform time run faster from where it stands, and leave what is frozen', async () => {
    const before = await times();
    await setPlatformScale(db.database, 60);
    const { least, most } = await speed();
    expect(least).toBeLessThan(60);
    expect(most).toBeGreaterThan(60);
    expect((await times()).platform).toBeGreaterThan(before.platform);
    expect(await readPlatformScale(db.database)).toBe(60);
    const [frozen] = await db.rows<{ now: Date }>(`SELECT platform_now('2026-11-21T06:00:00Z', '1 day') AS now`);
    expect(frozen?.now.toISOString()).toBe('2026-11-21T06:00:00.000Z');
  });

  it('should go on where it stands at another speed, and with the same one again', async () => {
    await setPlatformScale(db.database, 3_600);
    await db.rows('SELECT pg_sleep(0.02)');
    const before = await times();
    await setPlatformScale(db.database, 2);
    const between = await times();
    await setPlatformScale(db.database, 2);
    const after = await times();
    expect(between.platform).toBeGreaterThanOrEqual(before.platform);
    expect(after.platform).toBeGreaterThanOrEqual(between.platform);
    expect(after.platform - after.real).toBeGreaterThan(60_000);
  });

  it('should be the machine’s time again at 1, whole milliseconds as ever', async () => {
    await setPlatformScale(db.database, 3_600);
    await setPlatformScale(db.database, 1);
    const { platform, real } = await times();
    expect(Math.abs(real - platform)).toBeLessThan(50);
    expect(await readPlatformScale(db.database)).toBe(1);
    const [row] = await db.rows<{ same: boolean }>(
      `SELECT now = now::timestamptz(3) AS same FROM platform_now(NULL, '1 hour') now`,
    );
    expect(row).toEqual({ same: true });
  });

  it('should be set once by many who start at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => setPlatformScale(db.anotherPool(), 10)));
    expect(await readPlatformScale(db.database)).toBe(10);
  });

  it('should reach statements that were planned before', async () => {
    const tx = await db.database.pool.connect();
    try {
      const read = async (): Promise<number> =>
        (
          await tx.query<{ ms: number }>({
            name: 'planned',
            text: `SELECT extract(epoch FROM platform_now(NULL, '0') - clock_timestamp())::float8 * 1000 AS ms`,
          })
        ).rows[0]?.ms ?? 0;
      await read();
      await setPlatformScale(db.database, 100_000);
      await db.rows('SELECT pg_sleep(0.02)');
      expect(await read()).toBeGreaterThan(1_000);
    } finally {
      tx.release();
    }
  });
});

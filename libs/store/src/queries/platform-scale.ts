import type { Database, Tx } from '../database';

/** Two starts at once would replace the same function. */
const LOCK = 'SELECT pg_advisory_xact_lock(20261126)';

/** How many times as fast as real time platform time runs. */
export async function readPlatformScale(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ scale: number }>('SELECT platform_scale() AS scale');
  return rows[0]?.scale ?? 1;
}

/**
 * Makes platform time run so many times as fast as real time, for every account whose clock is not frozen. From another speed it goes
 * on where it stands; at 1 it is the machine's time again, as after a reset of the clock. The same speed again changes nothing, so that
 * time goes on also while nobody runs.
 */
export async function setPlatformScale(database: Database, scale: number): Promise<void> {
  if ((await readPlatformScale(database)) === scale) return;
  await database.transaction(async (tx) => {
    await tx.query(LOCK);
    if ((await readPlatformScale(tx)) === scale) return;
    const { rows } = await tx.query<{ platform: string; real: string }>(
      `SELECT extract(epoch FROM platform_now(NULL, '0'))::text AS platform, extract(epoch FROM clock_timestamp())::text AS real`,
    );
    const [now] = rows;
    if (now === undefined) throw new Error('The time could not be read.');
    await tx.query(`
      CREATE OR REPLACE FUNCTION platform_now(frozen timestamptz, shift interval) RETURNS timestamptz LANGUAGE sql VOLATILE AS
        $$ SELECT coalesce(frozen, date_trunc('milliseconds', ${scale === 1 ? 'clock_timestamp()' : scaled(scale, now)}) + shift) $$;
      CREATE OR REPLACE FUNCTION platform_scale() RETURNS double precision LANGUAGE sql STABLE AS
        $$ SELECT ${String(scale)}::double precision $$;
    `);
  });
}

/** In seconds, not as an interval: one of days would follow the summer time of the database's zone. */
function scaled(scale: number, { platform, real }: { platform: string; real: string }): string {
  return `to_timestamp(${platform} + (extract(epoch FROM clock_timestamp()) - ${real}) * ${String(scale)})`;
}

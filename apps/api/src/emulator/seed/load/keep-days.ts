import { withDays, type Database } from '@app/store';
import type { SeedAccount } from '../format/seed';

const DAY_MS = 86_400_000;

/**
 * Makes the days of clicks whose ids the seeds give, such as those of an export with ids: a load that finds days missing makes a few
 * at most. ADR 0017.
 */
export async function keepDays(database: Database, seeds: readonly SeedAccount[]): Promise<void> {
  const given = seeds.flatMap(({ clicks = [] }) => clicks.flatMap(({ id }) => (id === undefined ? [] : [id])));
  const oneADay = new Map(given.map((id) => [dayOf(id), id]));
  for (const id of oneADay.values()) await withDays(database, () => probe(database, id));
}

function dayOf(id: string): number {
  return Math.floor(parseInt(id.slice(0, 8) + id.slice(9, 13), 16) / DAY_MS);
}

const PROBE = `
  INSERT INTO clicks (id, account_id, offer_id, pub_member_id, parameters, source_ip, url, created_at)
  VALUES ($1, $1, $1, '', '{}', '', '', now()) ON CONFLICT DO NOTHING`;

class Undone extends Error {}

/** Writes a row of the day and takes it back: fails where nobody has made the day. */
async function probe(database: Database, id: string): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      await tx.query(PROBE, [id]);
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
}

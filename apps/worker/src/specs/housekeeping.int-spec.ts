import { createLog } from '@app/runtime';
import { DAILY_TABLES, Database } from '@app/store';
import { testDatabase, until } from '@app/testing';
import { TurnDays } from '@app/tracking';
import { Housekeeping } from '../housekeeping';

const db = testDatabase(Database);
const DAY_MS = 86_400_000;
const KEPT = { clicks: DAY_MS, views: null, attempts: DAY_MS, request_logs: 30 * DAY_MS };

const partsOf = async (table: string): Promise<string[]> =>
  (
    await db.rows<{ part: string }>(
      `SELECT inhrelid::regclass::text AS part FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
      [table],
    )
  ).map(({ part }) => part);

describe(Housekeeping.name, () => {
  it('should make the coming days of each table at its start, and let those go that its setting names', async () => {
    // As if the ledger had begun a year ago, and had been at rest since.
    for (const table of DAILY_TABLES) {
      await db.rows(`ALTER TABLE ${table} DETACH PARTITION ${table}_before`);
      await db.rows(
        `DO $$ BEGIN EXECUTE format('ALTER TABLE ${table} ATTACH PARTITION ${table}_before FOR VALUES FROM (MINVALUE) TO (%L)',
           first_id_of((now() AT TIME ZONE 'UTC')::date - 365)); END $$`,
      );
    }
    await db.rows(
      `INSERT INTO request_logs (id, account_id, kind, method, url, source_ip, parameters, http_status, result, created_at)
       VALUES ($1, $1, 'click', 'GET', '/', '', '{}', 400, 'refused', now())`,
      ['018a0000-0000-7000-8000-000000000001'],
    );
    const housekeeping = new Housekeeping(new TurnDays(db.database, KEPT), createLog('silent'));
    housekeeping.start();
    // The last table of a turn.
    await until(async () => (await partsOf('request_logs')).length === 4);
    await housekeeping.stop();
    expect(await partsOf('clicks')).toHaveLength(4);
    expect(await partsOf('views')).toHaveLength(5);
    expect(await partsOf('attempts')).toHaveLength(4);
    expect(await db.rows('SELECT FROM request_logs')).toEqual([]);
  });
});

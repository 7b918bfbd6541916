import { createLog } from '@app/runtime';
import { Database } from '@app/store';
import { testDatabase, until } from '@app/testing';
import { Statistics } from '../statistics';

const db = testDatabase(Database);

describe(Statistics.name, () => {
  it('should have a table looked at that grew since, until it is stopped', async () => {
    const statistics = Statistics.start(db.database, createLog('silent'));
    await db.rows('CREATE TABLE young AS SELECT number FROM generate_series(1, 600) number');
    await until(
      async () =>
        (await db.row<{ rows: number }>(`SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'young'`)).rows ===
        600,
    );
    await statistics.stop();
  });
});

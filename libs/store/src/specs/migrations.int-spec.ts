import { testDatabase } from '@app/testing';
import type { DataSource } from 'typeorm';
import { createDataSource, migrate } from '../data-source';
import { Database } from '../database';
import { openStore, PendingMigrations } from '../open-store';

const db = testDatabase(Database, { migrated: false });
const sources: DataSource[] = [];

async function aProcess(): Promise<DataSource> {
  const source = await createDataSource({ url: db.url, connections: 2 }).initialize();
  sources.push(source);
  return source;
}

afterAll(() => Promise.all(sources.map((source) => source.destroy())));

/** Everything that the migrations may make, as PostgreSQL describes it. */
function objects(): Promise<{ kind: string; name: string; definition: string }[]> {
  return db.rows(
    `SELECT 'column' AS kind, c.relname || '.' || a.attname AS name,
            concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) AS definition
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND c.relname <> 'migrations'
     UNION ALL
     SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'migrations'
     UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'migrations'
     UNION ALL SELECT 'function', oid::regprocedure::text, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
      ORDER BY 1, 2, 3`,
  );
}

describe(migrate.name, () => {
  it('should keep a separate process from starting on a database that is not up to date', async () => {
    const options = { url: db.url, applicationName: 'spec', connections: 1 };
    await expect(openStore({ ...options, migrations: 'refuse' })).rejects.toThrow(PendingMigrations);
    expect(await objects()).toEqual([]);
  });

  it('should apply each migration once, however many processes start together', async () => {
    const processes = await Promise.all([aProcess(), aProcess(), aProcess()]);
    const applied = await Promise.all(processes.map(migrate));
    expect(applied.flat()).toEqual(processes[0].migrations.map((migration) => migration.constructor.name));
    const locks = await db.rows(
      `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE l.locktype = 'advisory' AND d.datname = current_database()`,
    );
    expect(locks).toEqual([]);
  });

  it('should come to the same after down and up', async () => {
    const source = await aProcess();
    await migrate(source);
    const made = await objects();
    expect(made.length).toBeGreaterThan(300);

    for (let left = source.migrations.length; left > 0; left--) await source.undoLastMigration();
    expect(await objects()).toEqual([]);

    await migrate(source);
    expect(await objects()).toEqual(made);
  });

  it('should leave a database that is up to date alone, and let separate processes start on it', async () => {
    const before = await objects();
    const options = { url: db.url, applicationName: 'spec', connections: 1 };
    const applying = await openStore({ ...options, migrations: 'apply' });
    const refusing = await openStore({ ...options, migrations: 'refuse' });
    await expect(refusing.database.query('SELECT id FROM accounts')).resolves.toMatchObject({ rows: [] });
    await Promise.all([applying.close(), refusing.close()]);
    expect(await objects()).toEqual(before);
  });
});

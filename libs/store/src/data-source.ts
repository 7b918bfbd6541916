import * as driver from 'pg';
import { DataSource } from 'typeorm';
import * as entities from './entities';
import { Ledger1763700000000 } from './migrations/1763700000000-ledger';
import { LockCompletions1763900000000 } from './migrations/1763900000000-lock-completions';
import { OfferUsage1764000000001 } from './migrations/1764000000001-offer-usage';
import { OfferWall1764000000002 } from './migrations/1764000000002-offer-wall';
import { KeyScopes1764000000003 } from './migrations/1764000000003-key-scopes';
import { Imports1764000000004 } from './migrations/1764000000004-imports';
import { ScheduledChangesAndReports1764000000005 } from './migrations/1764000000005-scheduled-changes-and-reports';
import { OfferSources1764000000006 } from './migrations/1764000000006-offer-sources';
import { ClickCounts1764000000007 } from './migrations/1764000000007-click-counts';
import { ClicksByMember1764000000008 } from './migrations/1764000000008-clicks-by-member';
import { DaysOfGrowth1764000000009 } from './migrations/1764000000009-days-of-growth';
import { KeyRotation1764000000020 } from './migrations/1764000000020-key-rotation';
import { AuditLogs1764000000021 } from './migrations/1764000000021-audit-logs';
import { ReceiverPace1764000000030 } from './migrations/1764000000030-receiver-pace';
import { ChangesByTime1764000000040 } from './migrations/1764000000040-changes-by-time';
import { Snapshots1764000000050 } from './migrations/1764000000050-snapshots';
import { EmulatorTimeAndEvents1764000000060 } from './migrations/1764000000060-emulator-time-and-events';
import { Faults1764000000070 } from './migrations/1764000000070-faults';
import { SnakeCase } from './naming-strategy';

/** TypeORM's door to the ledger: administration and migrations. The walk uses {@link Database}. */
export function createDataSource(options: { url: string; connections: number }): DataSource {
  return new DataSource({
    type: 'postgres',
    driver,
    url: options.url,
    poolSize: options.connections,
    applicationName: 'pitlane-admin',
    entities: Object.values(entities).filter(
      (member) => typeof member === 'function' && member.name.endsWith('Entity'),
    ),
    migrations: [
      Ledger1763700000000,
      LockCompletions1763900000000,
      OfferUsage1764000000001,
      OfferWall1764000000002,
      KeyScopes1764000000003,
      Imports1764000000004,
      ScheduledChangesAndReports1764000000005,
      OfferSources1764000000006,
      ClickCounts1764000000007,
      ClicksByMember1764000000008,
      DaysOfGrowth1764000000009,
      KeyRotation1764000000020,
      AuditLogs1764000000021,
      ReceiverPace1764000000030,
      ChangesByTime1764000000040,
      Snapshots1764000000050,
      EmulatorTimeAndEvents1764000000060,
      Faults1764000000070,
    ],
    namingStrategy: new SnakeCase(),
    synchronize: false,
    migrationsTransactionMode: 'all',
    installExtensions: false,
    uuidExtension: 'pgcrypto',
  });
}

/** Whether a migration was not applied yet. Only reads, and waits for nobody: nearly every start finds nothing to do. */
export async function lacksMigrations(dataSource: DataSource): Promise<boolean> {
  const [{ isYoung }] = await dataSource.query<[{ isYoung: boolean }]>(
    `SELECT to_regclass('migrations') IS NULL AS "isYoung"`,
  );
  if (isYoung) return true;
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations');
  const applied = new Set(rows.map(({ name }) => name));
  return dataSource.migrations.some(({ name, constructor }) => !applied.has(name ?? constructor.name));
}

/** Applies what is missing, once, however many processes start at the same time. */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock(20261121)');
    const applied = await dataSource.runMigrations();
    return applied.map((migration) => migration.name);
  } finally {
    await runner.query('SELECT pg_advisory_unlock(20261121)');
    await runner.release();
  }
}

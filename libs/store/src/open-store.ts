import type { DataSource } from 'typeorm';
import { createDataSource, lacksMigrations, migrate } from './data-source';
import { Database } from './database';
import { setPlatformScale } from './queries/platform-scale';

export interface Store {
  database: Database;
  dataSource: DataSource;
  close(): Promise<void>;
}

/** A refusal to start, worded for the operator. */
export class PendingMigrations extends Error {}

export interface StoreOptions {
  url: string;
  applicationName: string;
  /** Connections of the walk; administration takes a few more. */
  connections: number;
  /** `apply`: brings the database up to date first. `refuse`: throws when it is not. */
  migrations: 'apply' | 'refuse';
  /** Speed of platform time from now on; left out: as it is. */
  scale?: number;
}

const ADMIN_CONNECTIONS = 4;

/** Opens both doors to the ledger. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, applicationName, connections, migrations, scale } = options;
  const dataSource = createDataSource({ url, connections: ADMIN_CONNECTIONS });
  await dataSource.initialize();
  try {
    if (await lacksMigrations(dataSource)) {
      if (migrations === 'refuse') {
        throw new PendingMigrations('The database is not up to date. Run "pitlane migrate" first.');
      }
      await migrate(dataSource);
    }
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  const database = new Database({ url, connections, applicationName });
  if (scale !== undefined) await setPlatformScale(database, scale);
  return {
    database,
    dataSource,
    close: async () => {
      await database.close();
      await dataSource.destroy();
    },
  };
}

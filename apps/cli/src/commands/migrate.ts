import 'reflect-metadata';
import { readConfig } from '@app/runtime';
import { openStore } from '@app/store';
import { ensureDefaultAccount } from '@app/tracking';

/** Applies pending migrations of a database that several processes share, and makes its first account. */
export async function migrateCommand(): Promise<void> {
  const { DATABASE_URL: url, local } = readConfig();
  if (url === undefined) throw new Error('Set DATABASE_URL: "pitlane start" migrates its own database by itself.');
  const store = await openStore({ url, applicationName: 'pitlane-migrate', connections: 1, migrations: 'apply' });
  await ensureDefaultAccount(store.database, local);
  await store.close();
  process.stderr.write('The database is up to date.\n');
}

import 'reflect-metadata';
import { readConfig } from '@app/runtime';
import { openStore } from '@app/store';
import { ensureDefaultAccount } from '@app/tracking';
import type { Command } from 'commander';
import { examples } from '../define';
import { settingOptions, settingsOf } from '../setting-options';

const VARIABLES = ['DATABASE_URL', 'PITLANE_PROFILE'];

/** `pitlane migrate` */
export function defineMigrate(command: Command): void {
  examples(command, ['pitlane migrate --database-url postgres://user:secret@host/pitlane']);
  settingOptions(command, VARIABLES).action(() => migrate(settingsOf(command, VARIABLES)));
}

/** Applies pending migrations of a database that several processes share, and makes its first account. */
async function migrate(settings: Readonly<Record<string, string>>): Promise<void> {
  const { DATABASE_URL: url, local } = readConfig(settings);
  if (url === undefined) throw new Error('Set DATABASE_URL: "pitlane start" migrates its own database by itself.');
  const store = await openStore({ url, applicationName: 'pitlane-migrate', connections: 1, migrations: 'apply' });
  await ensureDefaultAccount(store.database, local);
  await store.close();
  process.stderr.write('The database is up to date.\n');
}

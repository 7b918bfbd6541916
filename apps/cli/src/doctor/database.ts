import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecretBox, type Config } from '@app/runtime';
import { createDataSource } from '@app/store';
import { bad, messageOf, ok, type Finding } from './finding';

/** The database of the settings: whether it answers, is up to date, and was sealed with the key that is set. */
export async function lookAtDatabase(config: Config, url: string): Promise<Finding[]> {
  const source = createDataSource({ url, connections: 1 });
  try {
    await source.initialize();
  } catch (error) {
    return [bad('database', `DATABASE_URL does not answer: ${messageOf(error)}`, 'Start it, or mend DATABASE_URL.')];
  }
  try {
    if (await source.showMigrations()) {
      return [bad('database', 'Migrations are pending.', 'Run "pitlane migrate" with the same DATABASE_URL.')];
    }
    const sealed = await source.query<{ accountId: string; sealed: string }[]>(
      `SELECT account_id AS "accountId", secret_value_sealed AS sealed FROM callback_settings WHERE secret_value_sealed IS NOT NULL`,
    );
    return [ok('database', 'It answers, and no migration is pending.'), judgeSecrets(config, sealed)];
  } catch (error) {
    return [
      bad('database', `It can't be read: ${messageOf(error)}`, 'See that DATABASE_URL names the database of Pitlane.'),
    ];
  } finally {
    await source.destroy();
  }
}

/** Nothing is made here: a start makes a key where there is none. */
function judgeSecrets(config: Config, sealed: readonly { accountId: string; sealed: string }[]): Finding {
  if (sealed.length === 0) return ok('secret key', 'No account has a callback secret.');
  const path = join(config.PITLANE_DATA_DIR, 'secret.key');
  const key = config.PITLANE_SECRET_KEY ?? (existsSync(path) ? readFileSync(path, 'utf8').trim() : null);
  const advice = 'Set PITLANE_SECRET_KEY to the key of before, or set the callback secrets of the accounts again.';
  if (key === null) return bad('secret key', 'There are sealed secrets and no key to open them.', advice);
  const box = new SecretBox(key);
  const closed = sealed.filter((one) => box.open(one.sealed, one.accountId) === null).length;
  if (closed === 0) return ok('secret key', 'It opens every callback secret.');
  return bad(
    'secret key',
    `It opens ${String(sealed.length - closed)} of ${String(sealed.length)} callback secrets.`,
    advice,
  );
}

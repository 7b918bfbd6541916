import type { Database } from '@app/store';
import { CreateAccount, SlugTaken } from './create-account';

/** The account of calls that name none. K§1. */
export const DEFAULT_ACCOUNT = 'demo';

/** Makes the default account in a store that has no account at all; several processes may ask at once. */
export async function ensureDefaultAccount(database: Database, openPostbacks: boolean): Promise<void> {
  const { rowCount } = await database.query('SELECT 1 FROM accounts LIMIT 1');
  if (rowCount !== 0) return;
  try {
    await database.transaction((tx) =>
      new CreateAccount(openPostbacks).create(tx, { slug: DEFAULT_ACCOUNT, name: 'Demo' }),
    );
  } catch (error) {
    if (!(error instanceof SlugTaken)) throw error;
  }
}

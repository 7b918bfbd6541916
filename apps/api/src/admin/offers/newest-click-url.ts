import type { Database } from '@app/store';
import { DEFAULT_ACCOUNT } from '@app/tracking';
import { clickAddress } from '../../http/click-address';

/** Where a click on the newest active offer of the default account begins, without its member; `null` when there is none. */
export async function newestClickUrl(database: Database, publicUrl: string): Promise<string | null> {
  const { rows } = await database.query<{ id: string }>(
    `SELECT offers.id FROM offers JOIN accounts ON accounts.id = offers.account_id
     WHERE accounts.slug = $1 AND offers.status = 'Active' ORDER BY offers.created_at DESC, offers.id DESC LIMIT 1`,
    [DEFAULT_ACCOUNT],
  );
  return rows[0] === undefined ? null : clickAddress(publicUrl, rows[0].id);
}

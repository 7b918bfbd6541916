import type { Tx } from '@app/store';
import { accountDefaults, removalsFor, type Keepable } from './reset-plan';

/** Empties an account but for what is kept; answers the rows that went, by table. The caller's transaction holds its lock from here on. */
export async function emptyAccount(
  tx: Tx,
  accountId: string,
  kept: readonly Keepable[],
): Promise<Record<string, number>> {
  await lockAccount(tx, accountId);
  const deleted: Record<string, number> = {};
  for (const { table, where } of removalsFor(kept)) {
    const { rowCount } = await tx.query(`DELETE FROM ${table} WHERE ${where}`, [accountId]);
    deleted[table] = rowCount ?? 0;
  }
  const defaults = accountDefaults(kept);
  if (defaults.length > 0) await tx.query(`UPDATE accounts SET ${defaults.join(', ')} WHERE id = $1`, [accountId]);
  return deleted;
}

/** Nobody records a conversion, administers or begins an attempt in the account until the transaction ends. */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  // Whoever administers the account, or records a conversion in it, is waited for, and waits.
  await tx.query('SELECT id FROM accounts WHERE id = $1 FOR UPDATE', [accountId]);
  // So is a worker that begins attempts: those that it wrote are found by what follows.
  await tx.query('SELECT count(*) FROM (SELECT FROM deliveries WHERE account_id = $1 FOR UPDATE) locked', [accountId]);
}

import { runAll, type Tx } from '@app/store';
import { resetClock } from '../clock/clock-queries';
import { accountDefaults, removalsFor, removalText, type Keepable } from './reset-plan';

/** Empties an account but for what is kept; answers the rows that went, by table. The caller's transaction holds its lock from here on. */
export async function emptyAccount(
  tx: Tx,
  accountId: string,
  kept: readonly Keepable[],
): Promise<Record<string, number>> {
  await lockAccount(tx, accountId);
  const removals = removalsFor(kept);
  const counts = await runAll(
    tx,
    removals.map((removal) => removalText(removal, accountId)),
  );
  const defaults = accountDefaults(kept);
  if (defaults.length > 0) await tx.query(`UPDATE accounts SET ${defaults.join(', ')} WHERE id = $1`, [accountId]);
  if (!kept.includes('clock')) await resetClock(tx, accountId);
  return Object.fromEntries(removals.map(({ table }, index) => [table, counts[index] ?? 0]));
}

/** Nobody records a conversion, administers or begins an attempt in the account until the transaction ends. */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  // Whoever administers the account, or records a conversion in it, is waited for, and waits.
  await tx.query('SELECT id FROM accounts WHERE id = $1 FOR UPDATE', [accountId]);
  // So is a worker that begins attempts: those that it wrote are found by what follows.
  await tx.query('SELECT count(*) FROM (SELECT FROM deliveries WHERE account_id = $1 FOR UPDATE) locked', [accountId]);
}

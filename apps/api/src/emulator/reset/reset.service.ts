import { Injectable } from '@nestjs/common';
import { Database, retriedOnDeadlock, runAll, type Tx } from '@app/store';
import { Catalog } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { resetClock } from '../clock/clock-queries';
import { accountDefaults, removalsFor, removalText, whatStays, type Keepable } from './reset-plan';
import type { ResetAnswer } from './reset.dto';

/** Empties an account. K§7. */
@Injectable()
export class ResetService {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {}

  async reset({ id }: CurrentAccountRef, keep: readonly Keepable[]): Promise<ResetAnswer> {
    const kept = whatStays(keep);
    // A worker may be at the rows that go, in an order of its own.
    const deleted = await retriedOnDeadlock(() => this.database.transaction((tx) => empty(tx, id, kept)));
    this.catalog.forget(id);
    return { kept, deleted };
  }
}

async function empty(tx: Tx, accountId: string, kept: readonly Keepable[]): Promise<Record<string, number>> {
  // Whoever administers the account, or records a conversion in it, is waited for, and waits.
  await tx.query('SELECT id FROM accounts WHERE id = $1 FOR UPDATE', [accountId]);
  // So is a worker that begins attempts: those that it wrote are found by what follows.
  await tx.query('SELECT count(*) FROM (SELECT FROM deliveries WHERE account_id = $1 FOR UPDATE) locked', [accountId]);
  const removals = removalsFor(kept);
  const counts = await runAll(
    tx,
    removals.map((removal) => removalText(removal, accountId)),
  );
  const deleted = Object.fromEntries(removals.map(({ table }, index) => [table, counts[index] ?? 0]));
  const defaults = accountDefaults(kept);
  if (defaults.length > 0) await tx.query(`UPDATE accounts SET ${defaults.join(', ')} WHERE id = $1`, [accountId]);
  if (!kept.includes('clock')) await resetClock(tx, accountId);
  return deleted;
}

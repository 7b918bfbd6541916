import { findMatured, type Database } from '@app/store';
import type { ChangeStatus } from './change-status';

const BATCH = 100;

/** Makes Pending conversions Success when their pending time has passed. K§3.2. */
export class MatureConversions {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeStatus,
  ) {}

  /**
   * Matures one batch of what is due; answers how many became Success, so that a full batch is followed by another look.
   * One account's trouble keeps no other waiting; it is thrown once all had their turn.
   */
  async mature(): Promise<number> {
    const due = await findMatured(this.database, BATCH);
    const troubles: unknown[] = [];
    let matured = 0;
    for (const [accountId, ids] of due) {
      try {
        matured += await this.matureOf(accountId, ids);
      } catch (error) {
        troubles.push(error);
      }
    }
    if (troubles.length > 0) throw new AggregateError(troubles, `Some could not mature: ${String(troubles[0])}`);
    return matured;
  }

  private async matureOf(accountId: string, ids: readonly string[]): Promise<number> {
    const results = await this.changes.changeAll(
      accountId,
      ids,
      { status: 'Success', rejectionReason: null, by: 'pending-time' },
      // Somebody may have decided since: only what still waits, and is due, matures.
      ({ status, maturesAt }, now) => status === 'Pending' && maturesAt !== null && maturesAt <= now,
    );
    return results.length;
  }
}

import { findMatured, type Database } from '@app/store';
import type { ChangeStatus } from './change-status';

const BATCH = 100;

/** Makes Pending conversions Success when their pending time has passed. K§3.2. */
export class MatureConversions {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeStatus,
  ) {}

  /** Matures one batch of what is due; answers how many became Success, so that a full batch is followed by another look. */
  async mature(): Promise<number> {
    const due = await findMatured(this.database, BATCH);
    let matured = 0;
    for (const [accountId, ids] of due) {
      const results = await this.changes.changeAll(
        accountId,
        ids,
        { status: 'Success', rejectionReason: null, by: 'pending-time' },
        // Somebody may have decided since: only what still waits, and is due, matures.
        ({ status, maturesAt }, now) => status === 'Pending' && maturesAt !== null && maturesAt <= now,
      );
      matured += results.length;
    }
    return matured;
  }
}

import { newId } from '@app/runtime';
import {
  applyDueChange,
  expireOffers,
  findAccountsWithDueChanges,
  insertHistoryLog,
  lockDueChanges,
  type Database,
  type Tx,
} from '@app/store';

const BATCH = 100;

/** Carries out scheduled changes when their hour has come, and lets offers expire at theirs. G§8, G§1.2. */
export class ApplyScheduledChanges {
  constructor(private readonly database: Database) {}

  /**
   * Applies one batch of what is due, each change once however many do so at the same time; answers how many. One
   * account's trouble keeps no other waiting; it is thrown once all had their turn.
   */
  async apply(): Promise<number> {
    const accounts = await findAccountsWithDueChanges(this.database, BATCH);
    const troubles: unknown[] = [];
    let applied = 0;
    for (const accountId of accounts) {
      try {
        applied += await this.database.transaction((tx) => applyOf(tx, accountId));
      } catch (error) {
        troubles.push(error);
      }
    }
    if (troubles.length > 0) throw new AggregateError(troubles, `Some changes could not apply: ${String(troubles[0])}`);
    return applied;
  }
}

async function applyOf(tx: Tx, accountId: string): Promise<number> {
  const changes = await lockDueChanges(tx, accountId, BATCH);
  for (const change of changes) {
    const before = await applyDueChange(tx, change);
    await insertHistoryLog(tx, {
      id: newId(),
      accountId,
      level: 'info',
      message: `Scheduled change: ${change.field} of the ${change.offerEventId === null ? 'offer' : `event ${change.offerEventId}`} went from ${before} to ${change.value}.`,
      offerId: change.offerId,
      clickId: null,
      conversionId: null,
      pubMemberId: null,
      at: change.now,
    });
  }
  const expired = await expireOffers(tx, accountId);
  for (const { id: offerId, now } of expired) {
    await insertHistoryLog(tx, {
      id: newId(),
      accountId,
      level: 'info',
      message: 'The offer has expired.',
      offerId,
      clickId: null,
      conversionId: null,
      pubMemberId: null,
      at: now,
    });
  }
  return changes.length + expired.length;
}

import { decideChange, type ChangedBy, type ConversionStatus } from '@app/domain';
import {
  lockCompletionsOf,
  lockWithRepeats,
  readPlatform,
  type Database,
  type StoredConversion,
  type Tx,
} from '@app/store';
import type { AccountConfig, Catalog } from './catalog';
import { commitChange, dueOf } from './commit-conversion';
import type { DueSignal } from './due-signal';
import { STATUS_CHANGED, type StatusChange } from './observe/status-changed';

export interface WantedStatus {
  status: ConversionStatus;
  rejectionReason: string | null;
  by: ChangedBy;
}

export type ChangeResult =
  | { kind: 'changed' | 'reason-updated' | 'unchanged'; conversion: StoredConversion }
  | { kind: 'not-found' };

interface Applied {
  results: { kind: 'changed' | 'reason-updated' | 'unchanged'; conversion: StoredConversion }[];
  changes: StatusChange[];
}

/** Sets a conversion's status, with history and whatever is to be sent. K§3.3. */
export class ChangeStatus {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly due: DueSignal,
  ) {}

  /** One conversion of an account, by a person or a file. */
  async change(accountId: string, conversionId: string, wanted: WantedStatus): Promise<ChangeResult> {
    const [result] = await this.changeAll(accountId, [conversionId], wanted);
    return result ?? { kind: 'not-found' };
  }

  /**
   * Several conversions of one account in one transaction; ids of others are left alone. `stillWanted` is asked again
   * once the row is locked.
   */
  async changeAll(
    accountId: string,
    ids: readonly string[],
    wanted: WantedStatus,
    stillWanted: (row: StoredConversion, now: Date) => boolean = () => true,
  ): Promise<Applied['results']> {
    const { results, changes } = await this.database.transaction((tx) =>
      this.apply(tx, { accountId, ids, stillWanted }, wanted),
    );
    if (changes.some(({ written }) => dueOf(written) > 0)) this.due.announce();
    for (const change of changes) STATUS_CHANGED.tell(change);
    return results;
  }

  private async apply(
    tx: Tx,
    {
      accountId,
      ids,
      stillWanted,
    }: { accountId: string; ids: readonly string[]; stillWanted: (row: StoredConversion, now: Date) => boolean },
    wanted: WantedStatus,
  ): Promise<Applied> {
    await lockCompletionsOf(tx, accountId, ids);
    // Looked up under the lock: a repeat may just have been recorded.
    const rows = await lockWithRepeats(tx, accountId, ids);
    const platform = await readPlatform(tx, accountId);
    if (platform === null) return { results: [], changes: [] };
    const account = await this.catalog.ensure(accountId, platform.configVersion, tx);
    const applied: Applied = { results: [], changes: [] };
    for (const row of rows.filter((candidate) => stillWanted(candidate, platform.now))) {
      if (account === null) continue;
      const { result, change } = await this.applyTo(tx, { account, row, now: platform.now }, wanted);
      // Repeats follow their first conversion without being asked for.
      if (ids.includes(row.id)) applied.results.push(result);
      if (change !== null) applied.changes.push(change);
    }
    return applied;
  }

  private async applyTo(
    tx: Tx,
    { account, row, now }: { account: AccountConfig; row: StoredConversion; now: Date },
    wanted: WantedStatus,
  ): Promise<{ result: Applied['results'][number]; change: StatusChange | null }> {
    const decision = decideChange(row, wanted);
    if (decision.kind === 'unchanged') return { result: { kind: 'unchanged', conversion: row }, change: null };
    const changed: StoredConversion = { ...row, ...decision.to, maturesAt: null, modifiedAt: now };
    const offer = await this.catalog.offer(row.offerId, tx);
    if (offer === null) throw new Error(`The offer of conversion ${row.id} is gone.`);
    const partner = row.partnerId === null ? null : await this.catalog.partner(row.partnerId, tx);
    const written = await commitChange(
      tx,
      { account, offer, partner },
      {
        row: changed,
        from: row.status,
        by: wanted.by,
        deliver: decision.kind === 'changed' || account.switches.callbackOnReasonChange,
      },
    );
    return { result: { kind: decision.kind, conversion: changed }, change: { row: changed, written } };
  }
}

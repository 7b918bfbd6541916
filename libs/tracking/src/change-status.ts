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
import { commitChange } from './commit-conversion';
import type { DueSignal } from './due-signal';

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
  due: number;
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
    const { results, due } = await this.database.transaction((tx) =>
      this.apply(tx, { accountId, ids, stillWanted }, wanted),
    );
    if (due > 0) this.due.announce();
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
    if (platform === null) return { results: [], due: 0 };
    const account = await this.catalog.ensure(accountId, platform.configVersion, tx);
    const applied: Applied = { results: [], due: 0 };
    for (const row of rows.filter((candidate) => stillWanted(candidate, platform.now))) {
      if (account === null) continue;
      const { result, due } = await this.applyTo(tx, { account, row, now: platform.now }, wanted);
      // Repeats follow their first conversion without being asked for.
      if (ids.includes(row.id)) applied.results.push(result);
      applied.due += due;
    }
    return applied;
  }

  private async applyTo(
    tx: Tx,
    { account, row, now }: { account: AccountConfig; row: StoredConversion; now: Date },
    wanted: WantedStatus,
  ): Promise<{ result: Applied['results'][number]; due: number }> {
    const decision = decideChange(row, wanted);
    if (decision.kind === 'unchanged') return { result: { kind: 'unchanged', conversion: row }, due: 0 };
    const changed: StoredConversion = { ...row, ...decision.to, maturesAt: null, modifiedAt: now };
    const offer = await this.catalog.offer(row.offerId, tx);
    if (offer === null) throw new Error(`The offer of conversion ${row.id} is gone.`);
    const partner = row.partnerId === null ? null : await this.catalog.partner(row.partnerId, tx);
    const due = await commitChange(
      tx,
      { account, offer, partner },
      {
        row: changed,
        from: row.status,
        by: wanted.by,
        deliver: decision.kind === 'changed' || account.switches.callbackOnReasonChange,
      },
    );
    return { result: { kind: decision.kind, conversion: changed }, due };
  }
}

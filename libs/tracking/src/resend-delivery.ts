import { receiverOf, type RetryPolicy } from '@app/domain';
import {
  lockDelivery,
  lockResendable,
  readPlatform,
  rescheduleDelivery,
  type Database,
  type ResendFilter,
  type ResendRow,
  type Tx,
} from '@app/store';
import type { Catalog } from './catalog';
import type { DueSignal } from './due-signal';

export interface ResendResult {
  kind: 'resent' | 'pending' | 'no-target' | 'not-found';
}

const NO_ID = '00000000-0000-0000-0000-000000000000';
const BATCH = 500;

/** Sends deliveries out again, under the same id, by the configuration of now, with a fresh retry schedule. K§5.3. */
export class ResendDelivery {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly due: DueSignal,
  ) {}

  async resend(accountId: string, deliveryId: string): Promise<ResendResult> {
    const kind = await this.database.transaction(async (tx) => {
      await this.refresh(tx, accountId);
      const row = await lockDelivery(tx, accountId, deliveryId);
      if (row === null) return 'not-found';
      if (row.status === 'Pending') return 'pending';
      return (await this.reschedule(tx, row)) ? 'resent' : 'no-target';
    });
    if (kind === 'resent') this.due.announce();
    return { kind };
  }

  /** Everything that a filter matches and can go out; answers how many. */
  async resendAll(accountId: string, filter: ResendFilter): Promise<number> {
    let matched = 0;
    for (let after = NO_ID; ;) {
      const taken = await this.database.transaction(async (tx) => {
        await this.refresh(tx, accountId);
        const rows = await lockResendable(tx, accountId, filter, { after, limit: BATCH });
        for (const row of rows) if (await this.reschedule(tx, row)) matched += 1;
        return rows;
      });
      if (taken.length > 0) this.due.announce();
      if (taken.length < BATCH) return matched;
      after = taken.at(-1)?.id ?? NO_ID;
    }
  }

  /** Whatever another process has configured counts, too. */
  private async refresh(tx: Tx, accountId: string): Promise<void> {
    const platform = await readPlatform(tx, accountId);
    if (platform !== null) await this.catalog.ensure(accountId, platform.configVersion, tx);
  }

  private async reschedule(tx: Tx, row: ResendRow): Promise<boolean> {
    const to = await this.targetOf(tx, row);
    if (to === null) return false;
    await rescheduleDelivery(tx, {
      id: row.id,
      receiver: receiverOf(to.target),
      target: to.target,
      method: to.method,
      retryProfile: to.policy.profile,
      retryWaitsMs: to.policy.waitsMs,
    });
    return true;
  }

  /** Where it goes now; a postback whose configuration is gone goes where it went. */
  private async targetOf(
    tx: Tx,
    row: ResendRow,
  ): Promise<{ target: string; method: ResendRow['method']; policy: RetryPolicy } | null> {
    if (row.kind === 'callback') {
      const account = await this.catalog.account(row.accountId, tx);
      const target = account?.callback.url ?? null;
      return account === null || target === null ? null : { target, method: 'POST', policy: account.callback.policy };
    }
    const partner = row.partnerId === null ? null : await this.catalog.partner(row.partnerId, tx);
    const postback = partner?.postbacks.find(({ id }) => id === row.postbackId);
    if (postback !== undefined) return { target: postback.url, method: postback.method, policy: postback.policy };
    return row.target === null
      ? null
      : { target: row.target, method: row.method, policy: this.catalog.policyOf({ profile: 'gokart', waitsMs: null }) };
  }
}

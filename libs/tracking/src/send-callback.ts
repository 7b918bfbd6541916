import { findConversionIds, lockConversions, readPlatform, type Database, type Tx } from '@app/store';
import type { Catalog } from './catalog';
import { commitCallback } from './commit-conversion';
import type { DueSignal } from './due-signal';

export type SendCallbackResult = { kind: 'sent'; deliveryIds: string[] } | { kind: 'not-found' } | { kind: 'no-url' };

/** "I have Click ID and Conversion ID": sends the callback of conversions as they stand, whatever the opt-ins say. G§5.5. */
export class SendCallback {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly due: DueSignal,
  ) {}

  /** At least one of the two is given; `eventId` is the configured Event ID. */
  async send(
    accountId: string,
    of: { conversionId: string | null; eventId: string | null },
  ): Promise<SendCallbackResult> {
    const result = await this.database.transaction((tx) => this.write(tx, accountId, of));
    if (result.kind === 'sent') this.due.announce();
    return result;
  }

  private async write(
    tx: Tx,
    accountId: string,
    of: { conversionId: string | null; eventId: string | null },
  ): Promise<SendCallbackResult> {
    const rows = await lockConversions(tx, await findConversionIds(tx, accountId, of));
    const platform = await readPlatform(tx, accountId);
    const account = platform === null ? null : await this.catalog.ensure(accountId, platform.configVersion, tx);
    if (rows.length === 0 || platform === null || account === null) return { kind: 'not-found' };
    if (account.callback.url === null) return { kind: 'no-url' };
    const deliveryIds: string[] = [];
    for (const row of rows) {
      const offer = await this.catalog.offer(row.offerId, tx);
      if (offer === null) continue;
      const partner = row.partnerId === null ? null : await this.catalog.partner(row.partnerId, tx);
      deliveryIds.push(await commitCallback(tx, { account, offer, partner }, row, { at: platform.now, forced: true }));
    }
    return { kind: 'sent', deliveryIds };
  }
}

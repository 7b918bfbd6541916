import { Injectable } from '@nestjs/common';
import { systemPostbacks, type SystemPostback } from '@app/domain';
import { Config } from '@app/runtime';
import { AccountEntity, CallbackSettingsEntity } from '@app/store';
import { DataSource } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { AccountWrites } from '@app/tracking';
import { toMoney } from '../../http/field-rules';
import { toAccountView, type AccountView, type UpdateAccount } from './account.dto';

/** An account's own addresses and switches. */
@Injectable()
export class AccountService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writes: AccountWrites,
    private readonly config: Config,
  ) {}

  async get({ id }: CurrentAccountRef): Promise<AccountView> {
    const { manager } = this.dataSource;
    const account = await manager.findOneBy(AccountEntity, { id });
    if (account === null) throw Problem.notFound('account');
    const callback = await manager.findOneBy(CallbackSettingsEntity, { accountId: id });
    return toAccountView(account, callback, this.config.publicUrl);
  }

  /** The conversion postback as each known tracking system is to call it. G§2.3. */
  async postbackUrls(account: CurrentAccountRef): Promise<SystemPostback[]> {
    return systemPostbacks((await this.get(account)).postbackUrl);
  }

  async update(account: CurrentAccountRef, body: UpdateAccount): Promise<AccountView> {
    const { callbackKeyCase, defaultRewardRatio: ratio, ...rest } = body;
    const switches = { ...rest, ...(ratio !== undefined && { defaultRewardRatio: toMoney(ratio) }) };
    await this.writes.write(account.id, async (manager) => {
      if (Object.keys(switches).length > 0) await manager.update(AccountEntity, { id: account.id }, switches);
      if (callbackKeyCase === undefined) return;
      await manager.upsert(CallbackSettingsEntity, { accountId: account.id, keyCase: callbackKeyCase }, ['accountId']);
    });
    return this.get(account);
  }
}

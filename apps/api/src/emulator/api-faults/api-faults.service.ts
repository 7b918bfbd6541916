import { Injectable } from '@nestjs/common';
import { newId } from '@app/runtime';
import { Database } from '@app/store';
import { AccountWrites } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { readRules, replaceRules, type ApiFaultRow } from './api-fault-queries';
import type { ApiFaultRule, ApiFaultsView } from './api-fault.dto';
import { ApiFaults } from './api-faults';

/** Faults on what comes in. K§7. */
@Injectable()
export class ApiFaultsService {
  constructor(
    private readonly database: Database,
    private readonly writes: AccountWrites,
    private readonly faults: ApiFaults,
  ) {}

  async get({ id }: CurrentAccountRef): Promise<ApiFaultsView> {
    return { rules: await readRules(this.database, id) };
  }

  /** They count in this process once this resolves, in others at once after. */
  async put(account: CurrentAccountRef, rules: readonly ApiFaultRule[]): Promise<ApiFaultsView> {
    const rows = rules.map((rule, index) => toRow(account.id, rule, index));
    await this.writes.writeRaw(account.id, (tx) => replaceRules(tx, account.id, rows));
    await this.faults.refresh();
    return this.get(account);
  }
}

function toRow(accountId: string, rule: ApiFaultRule, index: number): ApiFaultRow {
  const { method = null, path, status = null, delay = 0, times = null, probability = 1, seed = 0 } = rule;
  if (status === null && delay === 0) {
    throw Problem.field(`rules.${String(index)}.status`, 'A rule needs a status, a delay, or both.');
  }
  return { id: newId(), accountId, method, path, status, delayMs: delay, times, probability, seed };
}

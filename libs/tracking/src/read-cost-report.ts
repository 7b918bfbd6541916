import { costDays, type CostDaysReading } from '@app/domain';
import { readCosts, type CostRow, type Database } from '@app/store';

export type { CostRow } from '@app/store';

export type CostReport = { kind: 'report'; rows: CostRow[] } | Exclude<CostDaysReading, { kind: 'days' }>;

/** What offers cost their advertisers, day by day. Reads only. G§7.8. */
export class ReadCostReport {
  constructor(private readonly database: Database) {}

  /** The UTC days of both instants count. */
  async read(accountId: string, from: Date, to: Date): Promise<CostReport> {
    const days = costDays(from, to);
    if (days.kind !== 'days') return days;
    return { kind: 'report', rows: await readCosts(this.database, accountId, days) };
  }
}

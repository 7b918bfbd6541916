import { newId, type Log } from '@app/runtime';
import { Grouped, insertAuditLogs, type Database, type NewAuditLog } from '@app/store';
import { RefusalCounts, type RefusedCall } from './refusal-counts';

const LOOK_MS = 60_000;

/** Writes who changed what, and, coarsely, who was not let in. ADR 0019. */
export class AuditLog {
  private readonly commits: Grouped<NewAuditLog>;
  private readonly refusals = new RefusalCounts();
  private readonly looks: NodeJS.Timeout;

  constructor(
    database: Database,
    private readonly log: Log,
  ) {
    this.commits = new Grouped(async (rows: NewAuditLog[]) => {
      await insertAuditLogs(database, rows);
      return rows;
    }, 'audit-log');
    this.looks = setInterval(() => {
      this.writeWaiting();
    }, LOOK_MS).unref();
  }

  /** Resolves once the row is durable. A change that is done is not failed by its row: that goes to the log then. */
  async keep(row: Omit<NewAuditLog, 'id'>): Promise<void> {
    const kept = { id: newId(), ...row };
    try {
      await this.commits.add(kept);
    } catch (error) {
      this.log.error({ err: error, audit: kept }, 'a row of the audit log could not be written');
    }
  }

  /** Nobody waits for it. `address`: whom the call is counted for. */
  refuse(address: string, call: RefusedCall): void {
    if (this.refusals.isFirst(address, call)) void this.keep({ ...call, outcome: 'refused', calls: 1, changes: [] });
  }

  /** Writes what waits, and is done. */
  async close(): Promise<void> {
    clearInterval(this.looks);
    this.writeWaiting();
    await this.commits.drained();
  }

  private writeWaiting(): void {
    for (const { call, calls } of this.refusals.take()) {
      void this.keep({ ...call, outcome: 'refused', calls, changes: [] });
    }
  }
}

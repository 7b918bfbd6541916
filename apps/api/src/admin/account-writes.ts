import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@app/store';
import { Catalog } from '@app/tracking';
import { DataSource, type EntityManager } from 'typeorm';
import { Problem } from '../http/problem';

/** Also takes the account's row, so that administrative writes of one account follow each other; the walk never waits for it. */
const LOCK = 'SELECT platform_now(frozen_at, clock_shift) AS now FROM accounts WHERE id = $1 FOR NO KEY UPDATE';
const DEADLOCK = '40P01';
const MOST_TRIES = 3;

/**
 * Administrative writes: each is one transaction, and after it nobody in this process remembers the account's old
 * configuration. `now` is the account's platform time.
 */
@Injectable()
export class AccountWrites {
  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {}

  /** Through entities. */
  write<Result>(accountId: string, work: (manager: EntityManager, now: Date) => Promise<Result>): Promise<Result> {
    return this.run(accountId, () =>
      this.dataSource.transaction(async (manager) => {
        const rows = await manager.query<{ now: Date }[]>(LOCK, [accountId]);
        return work(manager, nowOf(rows));
      }),
    );
  }

  /** Through queries of the store. */
  writeRaw<Result>(accountId: string, work: (tx: Tx, now: Date) => Promise<Result>): Promise<Result> {
    return this.run(accountId, () =>
      this.database.transaction(async (tx) => {
        const { rows } = await tx.query<{ now: Date }>(LOCK, [accountId]);
        return work(tx, nowOf(rows));
      }),
    );
  }

  /** Workers lock rows of the outbox in their own order: whom the database chose as the victim of a deadlock starts again. */
  private async run<Result>(accountId: string, write: () => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries++) {
      try {
        const result = await write();
        this.catalog.forget(accountId);
        return result;
      } catch (error) {
        if (!isDeadlock(error) || tries === MOST_TRIES) throw error;
      }
    }
  }
}

function nowOf([row]: readonly { now: Date }[]): Date {
  if (row === undefined) throw Problem.notFound('account');
  return row.now;
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK;
}

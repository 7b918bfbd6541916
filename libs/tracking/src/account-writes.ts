import { Injectable } from '@nestjs/common';
import { Database, retriedOnDeadlock, type Tx } from '@app/store';
import { DataSource, type EntityManager } from 'typeorm';
import { Catalog } from './catalog';

/** Also takes the account's row, so that administrative writes of one account follow each other; the walk never waits for it. */
const LOCK = 'SELECT platform_now(frozen_at, clock_shift) AS now FROM accounts WHERE id = $1 FOR NO KEY UPDATE';
const TRY_LOCK = `SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 20261123)) AS "isMine"`;

/** The account was deleted since its key was read. */
export class AccountGone extends Error {}

/**
 * Administrative writes: each is one transaction, and after it nobody in this process remembers the account's old
 * configuration. `now` is the account's platform time. Throws {@link AccountGone}.
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

  /** As {@link write}; `null`, without waiting, while another one of this name is under way, in whatever process. */
  writeAlone<Result>(
    accountId: string,
    name: string,
    work: (manager: EntityManager, now: Date) => Promise<Result>,
  ): Promise<Result | null> {
    return this.run(accountId, () =>
      this.dataSource.transaction(async (manager) => {
        const [lock] = await manager.query<{ isMine: boolean }[]>(TRY_LOCK, [accountId, name]);
        if (lock?.isMine !== true) return null;
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

  /** Workers lock rows of the outbox in their own order, hence deadlocks. */
  private async run<Result>(accountId: string, write: () => Promise<Result>): Promise<Result> {
    const result = await retriedOnDeadlock(write);
    this.catalog.forget(accountId);
    return result;
  }
}

function nowOf([row]: readonly { now: Date }[]): Date {
  if (row === undefined) throw new AccountGone('The account is not there any more.');
  return row.now;
}

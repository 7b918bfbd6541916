import { Injectable } from '@nestjs/common';
import { newId } from '@app/runtime';
import { Database, retriedOnDeadlock, withDays, type Tx } from '@app/store';
import { Catalog, DueSignal } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import type { ListQuery } from '../../http/lists/csv';
import { answerList, Where, type LedgerList, type ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { lockAccount } from '../reset/empty-account';
import { deleteSnapshot, restoreSnapshot, takeSnapshot, type SnapshotRow } from './snapshot-queries';
import { toSnapshotView, type SnapshotView } from './snapshot.dto';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const LIST: LedgerList<SnapshotRow, SnapshotView> = {
  name: 'snapshots',
  select: 's.name, s.at, s.rows',
  from: 'snapshots s',
  id: 's.id',
  orders: { name: { column: 's.name', type: 'text' }, at: { column: 's.at', type: 'timestamptz' } },
  columns: ['name', 'at', 'rows'],
  ascending: true,
  toItem: toSnapshotView,
};

/** Keeps what an account is, and brings it back, within the database. ADR 0024. */
@Injectable()
export class SnapshotsService {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly due: DueSignal,
  ) {}

  list({ id }: CurrentAccountRef, query: ListQuery): Promise<ListAnswer<SnapshotView>> {
    return answerList(this.database, LIST, new Where('s.account_id', id), query);
  }

  async take({ id }: CurrentAccountRef, name: string): Promise<SnapshotView> {
    if (!NAME.test(name)) {
      throw Problem.field(
        'name',
        'A name has 1 to 100 letters, digits, dots, underscores and hyphens, and begins with a letter or digit.',
      );
    }
    return toSnapshotView(await this.locked(id, (tx) => takeSnapshot(tx, { id: newId(), accountId: id, name })));
  }

  async restore({ id }: CurrentAccountRef, name: string): Promise<SnapshotView> {
    const restored = await withDays(this.database, () => this.locked(id, (tx) => restoreSnapshot(tx, id, name)));
    if (restored === null) throw Problem.notFound('snapshot');
    this.catalog.forget(id);
    this.due.announce();
    return toSnapshotView(restored);
  }

  async remove({ id }: CurrentAccountRef, name: string): Promise<void> {
    if (!(await deleteSnapshot(this.database, id, name))) throw Problem.notFound('snapshot');
  }

  /** Nobody changes the account meanwhile; a worker may be at its rows, in an order of its own. */
  private locked<Result>(accountId: string, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return retriedOnDeadlock(() =>
      this.database.transaction(async (tx) => {
        await lockAccount(tx, accountId);
        return work(tx);
      }),
    );
  }
}

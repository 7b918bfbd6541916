import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config, newId } from '@app/runtime';
import { Database } from '@app/store';
import { AccountWrites, DEFAULT_ACCOUNT } from '@app/tracking';
import type { ListQuery } from '../../http/lists/csv';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { answerList, readFirst, Where, type LedgerList, type ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { awaitItems } from './await-items';
import { clearRequests, deleteReceiver, findReceiver, putReceiver } from './receiver-queries';
import type {
  ReceiverRequestsQuery,
  ReceiverRequestView,
  ReceiverRow,
  ReceiverView,
  ReceiverWaitAnswer,
  ReceiverWaitQuery,
} from './receiver.dto';
import { requestsOf } from './request-list';
import { readScript } from './script';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const MOST_AWAITED = 100;

/** Receivers that answer by script. K§7. */
@Injectable()
export class ReceiversService implements BeforeApplicationShutdown {
  /** Nobody is kept waiting by a server that stops. */
  private closing = false;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly writes: AccountWrites,
  ) {}

  beforeApplicationShutdown(): void {
    this.closing = true;
  }

  list(account: CurrentAccountRef, query: ListQuery): Promise<ListAnswer<ReceiverView>> {
    const list: LedgerList<ReceiverRow, ReceiverView> = {
      name: 'receivers',
      select: 'r.name, r.script, r.calls',
      from: 'receivers r',
      id: 'r.id',
      orders: { name: { column: 'r.name', type: 'text' } },
      columns: ['name', 'url', 'script', 'calls'],
      ascending: true,
      toItem: (row) => this.toView(account, row),
    };
    return answerList(this.database, list, new Where('r.account_id', account.id), query);
  }

  async get(account: CurrentAccountRef, name: string): Promise<ReceiverView> {
    return this.toView(account, await this.find(account, name));
  }

  async put(account: CurrentAccountRef, name: string, steps: readonly unknown[]): Promise<ReceiverView> {
    if (!NAME.test(name)) {
      throw Problem.field(
        'name',
        'A name has 1 to 100 letters, digits, dots, underscores and hyphens, and begins with a letter or digit.',
      );
    }
    const script = readScript(steps);
    await this.writes.writeRaw(account.id, (tx) =>
      putReceiver(tx, { id: newId(), accountId: account.id, name, script }),
    );
    return this.toView(account, { name, script, calls: 0 });
  }

  async delete(account: CurrentAccountRef, name: string): Promise<void> {
    if (!NAME.test(name)) throw Problem.notFound('receiver');
    const wasThere = await this.writes.writeRaw(account.id, (tx) => deleteReceiver(tx, account.id, name));
    if (!wasThere) throw Problem.notFound('receiver');
  }

  async requests(
    account: CurrentAccountRef,
    name: string,
    query: ReceiverRequestsQuery,
  ): Promise<ListAnswer<ReceiverRequestView>> {
    const { id } = await this.find(account, name);
    const { list, where } = requestsOf({ accountId: account.id, receiverId: id }, query);
    return answerList(this.database, list, where, query);
  }

  async wait(
    account: CurrentAccountRef,
    name: string,
    { query, isGone }: { query: ReceiverWaitQuery; isGone: () => boolean },
  ): Promise<ReceiverWaitAnswer> {
    const { id } = await this.find(account, name);
    const { list, where } = requestsOf({ accountId: account.id, receiverId: id }, query);
    const items = await awaitItems(() => readFirst(this.database, list, where, MOST_AWAITED), {
      timeoutMs: query.timeout,
      isGone: () => this.closing || isGone(),
    });
    return { matched: items.length > 0, items };
  }

  /** The script goes on where it is, and so do the numbers. */
  async clear(account: CurrentAccountRef, name: string): Promise<void> {
    const { id } = await this.find(account, name);
    await this.writes.writeRaw(account.id, (tx) => clearRequests(tx, id));
  }

  private async find(account: CurrentAccountRef, name: string): Promise<ReceiverRow & { id: string }> {
    const receiver = NAME.test(name) ? await findReceiver(this.database, account.id, name) : null;
    if (receiver === null) throw Problem.notFound('receiver');
    return receiver;
  }

  private toView({ slug }: CurrentAccountRef, { name, script, calls }: ReceiverRow): ReceiverView {
    const path = slug === DEFAULT_ACCOUNT ? name : `${slug}/${name}`;
    return { name, url: `${this.config.publicUrl}/receivers/${path}`, script, calls };
  }
}

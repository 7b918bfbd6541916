import { Injectable } from '@nestjs/common';
import { Config, newId } from '@app/runtime';
import { Database } from '@app/store';
import { AccountWrites, DEFAULT_ACCOUNT } from '@app/tracking';
import type { ListQuery } from '../../http/lists/csv';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { answerList, Where, type LedgerList, type ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { deleteReceiver, findReceiver, putReceiver } from './receiver-queries';
import {
  toReceiverRequest,
  type ReceiverRequestRow,
  type ReceiverRequestView,
  type ReceiverRow,
  type ReceiverView,
} from './receiver.dto';
import { readScript } from './script';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const REQUEST_LIST: LedgerList<ReceiverRequestRow, ReceiverRequestView> = {
  name: 'receiver-requests',
  select: 'q.number, q.method, q.url, q.headers, q.body, q.answered, q.received_at AS "receivedAt"',
  from: 'receiver_requests q',
  id: 'q.id',
  orders: { number: { column: 'q.number', type: 'integer' } },
  columns: ['number', 'method', 'url', 'headers', 'body', 'answered', 'receivedAt'],
  ascending: true,
  toItem: toReceiverRequest,
};

/** Receivers that answer by script. K§7. */
@Injectable()
export class ReceiversService {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly writes: AccountWrites,
  ) {}

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

  async requests(account: CurrentAccountRef, name: string, query: ListQuery): Promise<ListAnswer<ReceiverRequestView>> {
    const { id } = await this.find(account, name);
    return answerList(
      this.database,
      REQUEST_LIST,
      new Where('q.account_id', account.id).and('q.receiver_id = ?', id),
      query,
    );
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

import { Injectable } from '@nestjs/common';
import { AccountEntity, Database } from '@app/store';
import { Catalog, CreateAccount, SlugTaken, DEFAULT_ACCOUNT } from '@app/tracking';
import { DataSource } from 'typeorm';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { answerEntities, containing } from '../entity-list';
import {
  toAccountListItem,
  type AccountListItem,
  type AccountQuery,
  type CreateAccountBody,
  type CreatedAccount,
} from './account.dto';

/** Tables without a foreign key to their account, or to anything that has one; counts after what they count, attempts after those who begin them. */
const LOOSE_TABLES = [
  ...['deliveries', 'attempts', 'views', 'clicks', 'expired_clicks', 'request_logs', 'history_logs', 'audit_logs'],
  ...['click_deltas', 'click_counts'],
];

/** Makes and removes accounts, for the root key. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly creation: CreateAccount,
  ) {}

  async create(body: CreateAccountBody): Promise<CreatedAccount> {
    try {
      return await this.creation.create(this.database, body);
    } catch (error) {
      if (!(error instanceof SlugTaken)) throw error;
      throw new Problem(409, error.message, [{ field: 'slug', message: error.message }]);
    }
  }

  list(query: AccountQuery): Promise<ListAnswer<AccountListItem>> {
    const list = {
      name: 'accounts',
      where: query.search === undefined ? {} : { slug: containing(query.search) },
      sortable: ['createdAt', 'slug', 'name'],
      columns: ['id', 'slug', 'name', 'createdAt'],
      toViews: (rows: AccountEntity[]): AccountListItem[] => rows.map(toAccountListItem),
    };
    return answerEntities(this.dataSource.getRepository(AccountEntity), list, query);
  }

  /** Removes everything that an account has, once and for all. */
  async remove(slug: string): Promise<void> {
    if (slug === DEFAULT_ACCOUNT) {
      throw new Problem(409, `The account ${DEFAULT_ACCOUNT} is the default one and stays.`);
    }
    const id = await this.database.transaction(async (tx) => {
      const { rows } = await tx.query<{ id: string }>('SELECT id FROM accounts WHERE slug = $1 FOR UPDATE', [slug]);
      const [account] = rows;
      if (account === undefined) throw Problem.notFound('account');
      for (const table of LOOSE_TABLES) await tx.query(`DELETE FROM ${table} WHERE account_id = $1`, [account.id]);
      await tx.query('DELETE FROM accounts WHERE id = $1', [account.id]);
      return account.id;
    });
    this.catalog.forget(id);
  }
}

import { Injectable } from '@nestjs/common';
import { hashKey, RootKeys } from '@app/runtime';
import { Database, findKeyOwner, type KeyOwner } from '@app/store';
import { Catalog, DEFAULT_ACCOUNT } from '@app/tracking';
import type { FastifyRequest } from 'fastify';
import { ConsoleLogins } from './console-logins';
import { sessionOf } from './console-session';
import type { CurrentAccountRef } from './current-account';
import { KeyUse } from './key-use';
import { Problem } from '../problem';

/** Whose key is it. */
@Injectable()
export class AdminKeys {
  private readonly logins: ConsoleLogins;

  constructor(
    private readonly keys: RootKeys,
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly use: KeyUse,
  ) {
    this.logins = new ConsoleLogins(database);
  }

  /** Who may do everything: the root key, or a person at the console, whose log-in link is printed where the root key is. */
  async rootBy(key: string, request: FastifyRequest): Promise<'root' | 'console' | null> {
    if (key !== '') return this.keys.isAdminKey(key) ? 'root' : null;
    const session = sessionOf(request);
    return session !== null && (await this.logins.isSession(session)) ? 'console' : null;
  }

  /** Whom a key belongs to, and what it opens. */
  async ownerOf(key: string): Promise<KeyOwner | null> {
    const owner = key === '' ? null : await findKeyOwner(this.database, hashKey(key));
    if (owner !== null) this.use.note(owner.keyId);
    return owner;
  }

  /** The account that the root key acts on. */
  async named(slug: string | null): Promise<CurrentAccountRef> {
    const account = await this.catalog.accountBySlug(slug ?? DEFAULT_ACCOUNT);
    if (account === null) throw Problem.notFound(`account as ${(slug ?? DEFAULT_ACCOUNT).slice(0, 40)}`);
    return { id: account.id, slug: account.slug };
  }
}

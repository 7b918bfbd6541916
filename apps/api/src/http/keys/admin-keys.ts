import { Injectable } from '@nestjs/common';
import { hashKey, RootKeys, sameSecret } from '@app/runtime';
import { Database, findKeyOwner, type KeyOwner } from '@app/store';
import { Catalog, DEFAULT_ACCOUNT } from '@app/tracking';
import type { FastifyRequest } from 'fastify';
import { ConsoleLogins } from './console-logins';
import { sessionOf } from './console-session';
import type { CurrentAccountRef } from './current-account';
import { Problem } from '../problem';

/** Whose key is it. */
@Injectable()
export class AdminKeys {
  private readonly logins: ConsoleLogins;

  constructor(
    private readonly keys: RootKeys,
    private readonly database: Database,
    private readonly catalog: Catalog,
  ) {
    this.logins = new ConsoleLogins(database);
  }

  /** The root key, or a person at the console: the log-in link is printed where the root key is. */
  async isRoot(key: string, request: FastifyRequest): Promise<boolean> {
    if (key !== '') return sameSecret(key, this.keys.adminKey);
    const session = sessionOf(request);
    return session !== null && (await this.logins.isSession(session));
  }

  /** Whom a key belongs to, and what it opens. */
  ownerOf(key: string): Promise<KeyOwner | null> {
    return key === '' ? Promise.resolve(null) : findKeyOwner(this.database, hashKey(key));
  }

  /** The account that the root key acts on. */
  async named(slug: string | null): Promise<CurrentAccountRef> {
    const account = await this.catalog.accountBySlug(slug ?? DEFAULT_ACCOUNT);
    if (account === null) throw Problem.notFound(`account as ${(slug ?? DEFAULT_ACCOUNT).slice(0, 40)}`);
    return { id: account.id, slug: account.slug };
  }
}

import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { hashKey, RootKeys, sameSecret } from '@app/runtime';
import { Database, findAccountByKey } from '@app/store';
import { Catalog } from '@app/tracking';
import type { FastifyRequest } from 'fastify';
import { ConsoleLogins } from './console-logins';
import { sessionOf } from './console-session';
import { ROOT_ONLY } from './current-account';
import { FailedKeys } from './failed-keys';
import { Problem } from './problem';

export const DEFAULT_ACCOUNT = 'demo';
const SCHEME = 'ApiToken ';

/** Who may do what in the admin REST. K§6: the root key on any account it names, an account's key on its own alone. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly logins: ConsoleLogins;

  constructor(
    private readonly reflector: Reflector,
    private readonly keys: RootKeys,
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly failed: FailedKeys,
  ) {
    this.logins = new ConsoleLogins(database);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const rootOnly = this.reflector.getAllAndOverride<boolean>(ROOT_ONLY, [context.getHandler(), context.getClass()]);
    const key = keyOf(request);
    if (sameSecret(key, this.keys.adminKey) || (key === '' && (await this.hasSession(request)))) {
      if (!rootOnly) request.account = await this.named(request);
      return true;
    }
    const own = key === '' ? null : await findAccountByKey(this.database, hashKey(key));
    if (own === null) throw this.refuse(request);
    if (rootOnly) throw new Problem(403, 'Only the root key may manage accounts.');
    const named = headerOf(request);
    if (named !== null && named !== own.slug) throw new Problem(403, 'This key belongs to another account.');
    request.account = own;
    return true;
  }

  /** A person at the console is root: the log-in link is printed where the root key is. */
  private async hasSession(request: FastifyRequest): Promise<boolean> {
    const session = sessionOf(request);
    return session !== null && (await this.logins.isSession(session));
  }

  private async named(request: FastifyRequest): Promise<{ id: string; slug: string }> {
    const slug = headerOf(request) ?? DEFAULT_ACCOUNT;
    const account = await this.catalog.accountBySlug(slug);
    if (account === null) throw Problem.notFound(`account as ${slug.slice(0, 40)}`);
    return { id: account.id, slug: account.slug };
  }

  private refuse(request: FastifyRequest): Problem {
    const waitSeconds = this.failed.count(request.ip);
    if (waitSeconds > 0) {
      return new Problem(429, 'Too many calls with a wrong key. Try again later.', [], { 'retry-after': String(waitSeconds) });
    }
    return new Problem(401, 'Send a valid key: Authorization: ApiToken <key>.', [], { 'www-authenticate': 'ApiToken' });
  }
}

function keyOf(request: FastifyRequest): string {
  const { authorization } = request.headers;
  return authorization?.toLowerCase().startsWith(SCHEME.toLowerCase()) === true ? authorization.slice(SCHEME.length).trim() : '';
}

function headerOf(request: FastifyRequest): string | null {
  const value = request.headers['x-pitlane-account'];
  return typeof value === 'string' && value !== '' ? value : null;
}

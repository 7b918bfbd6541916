import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { opens, type KeyScope } from '@app/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_ID_HEADER } from '../observe/request-ids';
import './actor';
import { AdminKeys } from './admin-keys';
import { KEY_SCOPE, ROOT_ONLY } from './current-account';
import { FailedKeys } from './failed-keys';
import { Problem } from '../problem';

const SCHEME = /^ApiToken +/i;

/**
 * Who may do what in the admin REST and the documented APIs with a key. K§6: the root key on any account it names, an
 * account's key on its own alone, and there on what its scope opens (G§7.4).
 */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: AdminKeys,
    private readonly failed: FailedKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    context.switchToHttp().getResponse<FastifyReply>().header(REQUEST_ID_HEADER, request.id);
    const rootOnly = this.reflector.getAllAndOverride<boolean>(ROOT_ONLY, [context.getHandler(), context.getClass()]);
    const key = keyOf(request);
    const root = await this.keys.rootBy(key, request);
    if (root !== null) {
      request.actor = { kind: root };
      if (!rootOnly) request.account = await this.keys.named(accountHeaderOf(request));
      return true;
    }
    const owner = await this.keys.ownerOf(key);
    if (owner === null) throw await this.refuse(request);
    const { keyId, account: own, scope, partnerId } = owner;
    request.actor = { kind: 'key', keyId, scope, accountId: own.id };
    const needed = this.reflector.getAllAndOverride<KeyScope | undefined>(KEY_SCOPE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!opens(scope, needed ?? 'admin')) throw new Problem(403, `A key of scope ${scope} does not open this address.`);
    if (rootOnly) throw new Problem(403, 'Only the root key opens this address.');
    const named = accountHeaderOf(request);
    if (named !== null && named !== own.slug) throw new Problem(403, 'This key belongs to another account.');
    request.account = own;
    request.partnerId = partnerId;
    return true;
  }

  private async refuse(request: FastifyRequest): Promise<Problem> {
    const waitSeconds = await this.failed.count(request.ip);
    if (waitSeconds > 0) {
      return new Problem(429, 'Too many calls with a wrong key. Try again later.', [], {
        'retry-after': String(waitSeconds),
      });
    }
    return new Problem(401, 'Send a valid key: Authorization: ApiToken <key>.', [], { 'www-authenticate': 'ApiToken' });
  }
}

export function keyOf(request: FastifyRequest): string {
  const authorization = request.headers.authorization ?? '';
  return SCHEME.test(authorization) ? authorization.replace(SCHEME, '').trim() : '';
}

export function accountHeaderOf(request: FastifyRequest): string | null {
  const value = request.headers['x-pitlane-account'];
  return typeof value === 'string' && value !== '' ? value : null;
}

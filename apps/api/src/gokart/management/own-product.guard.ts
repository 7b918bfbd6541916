import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../http/problem';

/** What the accounts of this deployment are: every other product is 403, whatever else the call says. G§7.4. */
const PRODUCT = 'publisher';

/** Lets calls through whose path names the account's own product, or none. Comes after the guard that knows the key. */
@Injectable()
export class OwnProduct implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { product } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { product?: string } }>>().params;
    if (product === undefined || product === PRODUCT) return true;
    throw new Problem(403, `This account is a ${PRODUCT}: name it in the path.`);
  }
}

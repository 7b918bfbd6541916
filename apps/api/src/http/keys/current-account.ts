import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { KeyScope } from '@app/domain';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem';

/** The account that an admin call acts on. */
export interface CurrentAccountRef {
  id: string;
  slug: string;
}

/** The partner that a call with its key acts for. */
export interface CurrentPartnerRef {
  accountId: string;
  partnerId: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the admin guard. */
    account?: CurrentAccountRef;
    /** Whose key it was, of scope `partner` alone; set by the admin guard. */
    partnerId?: string | null;
  }
}

export const ROOT_ONLY = 'pitlane:root-only';

/** The route takes the root key alone and acts on no account. */
export const RootOnly = (): ReturnType<typeof SetMetadata> => SetMetadata(ROOT_ONLY, true);

export const KEY_SCOPE = 'pitlane:key-scope';

/** The route takes keys of this scope too, besides those that open everything. */
export const NeedsScope = (scope: KeyScope): ReturnType<typeof SetMetadata> => SetMetadata(KEY_SCOPE, scope);

/** The account of an admin call, behind {@link AdminGuard}. */
export const CurrentAccount = createParamDecorator((_: unknown, context: ExecutionContext): CurrentAccountRef => {
  const { account } = context.switchToHttp().getRequest<FastifyRequest>();
  if (account === undefined) throw new Error('CurrentAccount needs the admin guard on its route.');
  return account;
});

/** The partner whose key a call came with, behind {@link AdminGuard}; every other key is refused. G§7.4. */
export const CurrentPartner = createParamDecorator((_: unknown, context: ExecutionContext): CurrentPartnerRef => {
  const { account, partnerId } = context.switchToHttp().getRequest<FastifyRequest>();
  if (account === undefined) throw new Error('CurrentPartner needs the admin guard on its route.');
  if (partnerId === undefined || partnerId === null) {
    throw new Problem(403, 'Only a key of scope partner opens this address: it says whose offers they are.');
  }
  return { accountId: account.id, partnerId };
});

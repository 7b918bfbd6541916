import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { KeyScope } from '@app/domain';
import type { FastifyRequest } from 'fastify';

/** The account that an admin call acts on. */
export interface CurrentAccountRef {
  id: string;
  slug: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the admin guard. */
    account?: CurrentAccountRef;
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

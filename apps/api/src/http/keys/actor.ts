import type { KeyScope } from '@app/domain';

/** Who calls with a valid key, or at the console. */
export type Actor = { kind: 'root' | 'console' } | { kind: 'key'; keyId: string; scope: KeyScope; accountId: string };

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the admin guard, and by a log-in at the console. */
    actor?: Actor;
  }
}

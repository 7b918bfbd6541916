import { Problem } from './problem';

declare module 'fastify' {
  interface FastifyRequest {
    /** It was kept waiting on purpose. */
    wasDelayed?: boolean;
  }
}

/** How the request log calls it. */
export const INJECTED_FAULT = 'injected_fault';

/** An answer that an account asked for, to see what its own code makes of it. The call is not carried out. K§7. */
export class InjectedFault extends Problem {
  constructor(
    status: number,
    readonly accountId: string,
  ) {
    super(status, `Injected fault: this account asked for ${String(status)} here.`, [], {
      'x-pitlane-fault': String(status),
      ...(status === 500 ? {} : { 'retry-after': '1' }),
    });
  }
}

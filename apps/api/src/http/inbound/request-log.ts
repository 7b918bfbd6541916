import { newId } from '@app/runtime';
import { Grouped, insertInboundCalls, type Database, type NewInboundCall } from '@app/store';

/** The log of inbound tracking calls. Calls of no account are not kept: there is nobody to show them to. K§3.2. */
export class RequestLog {
  private readonly commits: Grouped<NewInboundCall>;

  constructor(database: Database) {
    this.commits = new Grouped(async (calls: NewInboundCall[]) => {
      await insertInboundCalls(database, calls);
      return calls;
    }, 'request-log');
  }

  /** Resolves once the call is durable. */
  async keep(call: Omit<NewInboundCall, 'id'>): Promise<void> {
    await this.commits.add({ id: newId(), ...call, url: maskSecrets(call.url) });
  }

  drained(): Promise<void> {
    return this.commits.drained();
  }
}

/** Hides what authorises a call: the signature, the secret path, the endpoint's id. */
export function maskSecrets(url: string): string {
  return url
    .replace(/([?&])([^=&#]*)=[^&#]*/g, (pair, before: string, name: string) =>
      isSignature(name) ? `${before}${name}=***` : pair,
    )
    .replace(/^\/api\/v1\/[^/?]+\/[^/?]+\/[^/?]+(?=\/?(?:\?|$))/, (path) =>
      isPublicPath(path) ? path : '/api/v1/***/***/***',
    )
    .replace(/^\/r\/[^/?]+/, '/r/***');
}

/** However it is spelled: the router decodes names, so a call counts as signed by `%73ignature` too. */
function isSignature(name: string): boolean {
  const decoded = name.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return decoded.toLowerCase() === 'signature';
}

function isPublicPath(path: string): boolean {
  return path.startsWith('/api/v1/offer-wall/') || path.startsWith('/api/v1/offer-link/');
}

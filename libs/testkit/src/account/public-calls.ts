import { send, queryText, type AdminHttp, type Answered, type Query } from '../client/admin-http';
import { PitlaneRefusal } from '../client/errors';
import type { Schemas } from '../client/types';
import { tellTrace } from './story';

type AccountView = Schemas['AccountView'];
type LoggedCall = Schemas['RequestLogView'];

/** The calls that members, advertisers and partners make, and why one of them was refused. */
export class PublicCalls {
  private addresses: Promise<AccountView> | null = null;

  constructor(private readonly http: AdminHttp) {}

  click(address: string, parameters: Query): Promise<Answered> {
    return send('GET', extended(this.local(address), parameters));
  }

  async conversion(parameters: Query): Promise<Answered> {
    const { postbackUrl } = await this.account();
    return send('GET', extended(this.local(postbackUrl), parameters));
  }

  async rejection(parameters: Query): Promise<Answered> {
    const { rejectionPath } = await this.account();
    return send('GET', extended(this.local(rejectionPath), parameters));
  }

  /** Tells of a call that was refused, with the decision as the request log has it. */
  async refusalOf(kind: 'click' | 'conversion' | 'rejection', call: Answered): Promise<PitlaneRefusal> {
    const logged = await this.logged(kind, call.url);
    const trace = logged?.trace ?? [];
    const lines = [
      `The ${kind} was refused with ${String(call.status)}: ${messageOf(call.body)}`,
      `  ${call.method} ${call.url}`,
      ...(trace.length === 0 ? [] : [tellTrace(trace)]),
    ];
    return new PitlaneRefusal(lines.join('\n'), call, [], trace);
  }

  /** An address that the platform printed, where this client reaches the server. */
  local(address: string): string {
    const { pathname, search } = new URL(address);
    return `${this.http.url}${pathname}${search}`;
  }

  /** Its addresses never change. */
  private account(): Promise<AccountView> {
    this.addresses ??= this.http.call<AccountView>('GET', '/account');
    return this.addresses;
  }

  /** Secrets are masked in the log, so a call is told by its parameters. */
  private async logged(kind: LoggedCall['kind'], url: string): Promise<LoggedCall | null> {
    const sent = [...new URL(url).searchParams].filter(([name]) => name !== 'signature');
    const { items } = await this.http.call<Schemas['PageOfRequestLogView']>('GET', '/request-logs', {
      query: { kind, page_size: 20 },
    });
    return items.find(({ parameters }) => sent.every(([name, value]) => parameters[name] === value)) ?? null;
  }
}

function extended(address: string, parameters: Query): string {
  const more = queryText(parameters).slice(1);
  if (more === '') return address;
  return `${address}${address.includes('?') ? '&' : '?'}${more}`;
}

/** The envelope's own words, where it is one. */
function messageOf(body: string): string {
  const read: (json: string) => { messages?: string[] } | null = JSON.parse;
  try {
    return read(body)?.messages?.join(' ') ?? body;
  } catch {
    return body;
  }
}

import type { AdminApi } from '../client/admin-api';
import { call } from '../client/http-call';
import type { KnownOffer } from './known';

export type Parameters = Readonly<Record<string, string | undefined>>;

/** What a public call came to: an id, or the words of the refusal. */
export type Outcome<Taken> = { kind: 'taken'; value: Taken } | { kind: 'refused'; status: number; message: string };

export interface TakenConversion {
  conversionId: string;
  status: string;
  rejectionReason: string | null;
}

/** GoKart's envelope, and what Integr8 answers. */
interface Envelope {
  messages?: string[];
  message?: string;
  data?: TakenConversion;
}

const read: (json: string) => Envelope = JSON.parse;

/** Calls the platform as strangers do: no key, and nothing that they could not know. */
export class PublicCalls {
  constructor(private readonly api: AdminApi) {}

  /** Answers where the click leads. */
  async click(url: string, parameters: Parameters): Promise<Outcome<string>> {
    const { status, headers, text } = await call(this.api.local(withParameters(url, parameters)));
    if (status === 302 && headers.location !== undefined) return { kind: 'taken', value: headers.location };
    return refused(status, text);
  }

  /** `postbackUrl`: as the account has it, with its signature. */
  async conversion(postbackUrl: string, parameters: Parameters): Promise<Outcome<TakenConversion>> {
    const { status, text } = await call(this.api.local(withParameters(postbackUrl, parameters)));
    const data = status === 200 ? read(text).data : undefined;
    return data === undefined ? refused(status, text) : { kind: 'taken', value: data };
  }

  /** The endpoint tells nobody what it found: `true` says that it was read. */
  async rejection(rejectionPath: string, parameters: Parameters): Promise<Outcome<true>> {
    const { status, text } = await call(this.api.local(withParameters(rejectionPath, parameters)));
    return status === 200 ? { kind: 'taken', value: true } : refused(status, text);
  }
}

export function withParameters(url: string, parameters: Parameters): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) address.searchParams.append(name, value);
  }
  return address.toString();
}

/** The click's id, where the offer's link hands it on as a whole parameter; `null`: it does not. */
export function clickIdIn(location: string, { link }: Pick<KnownOffer, 'link'>): string | null {
  const [, parameter] = /[?&]([^=&#]+)=\{gk_click_id\}(?:[&#]|$)/.exec(link) ?? [];
  if (parameter === undefined || !URL.canParse(location)) return null;
  return new URL(location).searchParams.get(parameter);
}

function refused(status: number, text: string): { kind: 'refused'; status: number; message: string } {
  return { kind: 'refused', status, message: messageIn(text) };
}

function messageIn(text: string): string {
  try {
    const { messages, message } = read(text);
    return message ?? messages?.join(' ') ?? text;
  } catch {
    return text.slice(0, 200);
  }
}

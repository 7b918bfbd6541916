import { setTimeout as pause } from 'node:timers/promises';
import type { AdminApi, Page } from '../client/admin-api';
import { NotReachable } from '../client/failures';
import { call } from '../client/http-call';

/** The receiver of the account that stands in for the developer's machine. */
const RECEIVER = 'forward';
const ASK_EVERY_MS = 250;
const PAGE = 100;

/** Belong to a connection, not to the call. */
const OF_THE_CONNECTION = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'te', 'trailer', 'upgrade', 'expect'],
]);

interface Callback {
  url: string | null;
  sendPending: boolean;
  sendRejected: boolean;
  callbackKeyCase: string;
  retry: unknown;
}

interface Received {
  number: number;
  method: string;
  headers: Record<string, string>;
  body: string;
  json: unknown;
}

/** A callback that went on, and what the developer's machine said to it. */
export interface Forwarded {
  number: number;
  /** Id of the callback; `null` when its body does not tell. */
  id: string | null;
  status: number | null;
  error: string | null;
  tookMs: number;
}

/**
 * Sends every callback of the account on to a URL that this machine reaches and the server perhaps does not: the account
 * calls back a scripted receiver, which says 200, and what came there is sent on as it came.
 */
export class Forwarder {
  private constructor(
    private readonly api: AdminApi,
    private readonly target: string,
    /** As it was; put back at the end. */
    readonly before: Callback,
  ) {}

  static async open(api: AdminApi, target: string): Promise<Forwarder> {
    const { url } = await api.put<{ url: string }>(`/emulator/receivers/${RECEIVER}`, { script: [{ status: 200 }] });
    const before = await api.get<Callback>('/account/callback');
    const forwarder = new Forwarder(api, target, before);
    await forwarder.callBack(url);
    return forwarder;
  }

  /** Runs until the signal says stop. */
  async run(signal: AbortSignal, onForwarded: (forwarded: Forwarded) => void): Promise<void> {
    let seen = 0;
    while (!signal.aborted) {
      const fresh = await this.receivedBehind(seen);
      for (const received of fresh) {
        onForwarded(await this.forward(received));
        seen = received.number;
      }
      if (fresh.length === 0) await pause(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The account calls back where it did before. */
  async close(): Promise<void> {
    await this.callBack(this.before.url);
  }

  private async callBack(url: string | null): Promise<void> {
    const { sendPending, sendRejected, callbackKeyCase, retry } = this.before;
    await this.api.put('/account/callback', { url, sendPending, sendRejected, callbackKeyCase, retry });
  }

  /** A server that is away for a moment has nothing new. */
  private async receivedBehind(seen: number): Promise<Received[]> {
    const page = Math.floor(seen / PAGE);
    try {
      const { items } = await this.api.get<Page<Received>>(
        `/emulator/receivers/${RECEIVER}/requests?page=${String(page)}&page_size=${String(PAGE)}`,
      );
      return items.filter(({ number }) => number > seen);
    } catch (error) {
      if (error instanceof NotReachable) return [];
      throw error;
    }
  }

  private async forward({ number, method, headers, body, json }: Received): Promise<Forwarded> {
    const startedAt = performance.now();
    const done = (how: Pick<Forwarded, 'status' | 'error'>): Forwarded => ({
      ...how,
      number,
      id: idIn(json),
      tookMs: Math.round(performance.now() - startedAt),
    });
    try {
      const { status } = await call(this.target, { method, headers: endToEnd(headers), body });
      return done({ status, error: null });
    } catch (error) {
      return done({ status: null, error: error instanceof Error ? error.message : String(error) });
    }
  }
}

export function endToEnd(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase())));
}

function idIn(json: unknown): string | null {
  return typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string' ? json.id : null;
}

import { validateHeaderName, validateHeaderValue } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import { EgressGuard, type EgressPolicy, EgressRefused } from './egress-guard';
import { ReceiverConnector } from './wire/connect-receiver';
import { Exchange, type RawAnswer } from './wire/exchange';

/** What goes out. `timeoutMs` is the deadline of the whole exchange. */
export interface TransportRequest {
  url: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  timeoutMs: number;
}

/** Idle connections are dropped before the usual five seconds of servers; a server's own Keep-Alive hint goes first, less a second. */
const KEEP_ALIVE_MS = 4_000;
const LONGEST_KEEP_ALIVE_MS = 30_000;
const KEEP_ALIVE_MARGIN_MS = 1_000;
/** Of all response headers together. */
const MAX_HEADERS_BYTES = 32 * 1024;
/** Headers that belong to the connection, not to the message. */
const CONNECTION_HEADERS = /^(?:connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

/**
 * One agent for all receivers. It opens as many connections to a receiver as there are requests, so none waits unseen for
 * another one; how many are sent at once is the caller's decision. undici writes a request once: a lost one is never repeated behind our back.
 */
export class UndiciTransport {
  private readonly guard: EgressGuard;
  private readonly connector: ReceiverConnector;
  private readonly agent: Agent;

  /** `nameServers` as HostResolver has them. */
  constructor(policy: EgressPolicy, nameServers?: readonly string[]) {
    this.guard = new EgressGuard(policy);
    this.connector = new ReceiverConnector(this.guard, nameServers);
    this.agent = new Agent({
      connect: this.connector.connect,
      pipelining: 1,
      // The exchange keeps the only clock.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: LONGEST_KEEP_ALIVE_MS,
      keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
      maxHeaderSize: MAX_HEADERS_BYTES,
    });
  }

  /** Resolves with any status; rejects when no status came, or the request can't be made at all. */
  async exchange(request: TransportRequest): Promise<RawAnswer> {
    const options = dispatchOptionsOf(request);
    return new Promise<RawAnswer>((resolve, reject) => {
      const dispatch = (handler: Exchange): void => void setImmediate(() => this.start(options, handler));
      new Exchange(dispatch, request.timeoutMs, { resolve, reject });
    });
  }

  /**
   * undici writes to a kept connection one turn of the event loop later, and drops it if bytes come in between. A turn that has already begun to
   * read may overlook what has come since; hence a whole turn more. What a receiver said before a request is then never taken for its answer.
   */
  private start(options: Dispatcher.DispatchOptions, handler: Exchange): void {
    try {
      this.agent.dispatch(options, handler);
    } catch (error) {
      handler.onResponseError(null, error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Breaks off whatever is still under way. */
  async close(): Promise<void> {
    this.connector.close();
    await this.agent.destroy();
  }
}

/** Throws EgressRefused for a request that can't be made at all. */
function dispatchOptionsOf({ url, method, headers, body }: TransportRequest): Dispatcher.DispatchOptions {
  const { origin, pathname, search } = callableUrl(url);
  return { origin, path: `${pathname}${search}`, method, headers: sendableHeaders(headers), body };
}

function callableUrl(text: string): URL {
  if (!URL.canParse(text)) throw new EgressRefused('the URL is not valid');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new EgressRefused(`${url.protocol} is not a scheme that can be called`);
  }
  return url;
}

/** undici itself would refuse these headers too, but each refusal would cost its pool a connection. */
function sendableHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    if (CONNECTION_HEADERS.test(name) || !isSendable(name, value)) {
      throw new EgressRefused(`the header ${JSON.stringify(name)} can't be sent`);
    }
  }
  return { ...headers };
}

function isSendable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

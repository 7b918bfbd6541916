import { validateHeaderName, validateHeaderValue } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import { EgressGuard, type EgressPolicy, EgressRefused } from './egress-guard';
import { ReceiverConnector } from './wire/connect-receiver';
import { Exchange, type RawAnswer } from './wire/exchange';

/** The part of an axios request configuration that this adapter reads. `timeout` is the deadline of the whole exchange. */
export interface AdapterRequest {
  url?: string | undefined;
  method?: string | undefined;
  headers: { toJSON(): Readonly<Record<string, unknown>> };
  data?: unknown;
  timeout?: number | undefined;
}

/** An axios response. `data` is the whole answer: axios would copy headers that are given to it one by one, and change some. */
export interface AdapterResponse<Config> {
  status: number;
  statusText: string;
  headers: Readonly<Record<string, string>>;
  data: RawAnswer;
  config: Config;
}

/** Idle connections are dropped before the usual five seconds of servers; a server's own Keep-Alive hint goes first, less a second. */
const KEEP_ALIVE_MS = 4_000;
const LONGEST_KEEP_ALIVE_MS = 30_000;
const KEEP_ALIVE_MARGIN_MS = 1_000;
/** Of all response headers together. */
const MAX_HEADERS_BYTES = 32 * 1024;
/** Headers that belong to the connection, not to the message. */
const CONNECTION_HEADERS = /^(?:connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

const NO_HEADERS: Readonly<Record<string, string>> = {};

/**
 * axios over undici: one agent for all receivers. It opens as many connections to a receiver as there are requests, so none waits unseen for
 * another one; how many are sent at once is the caller's decision. undici writes a request once: a lost one is never repeated behind our back.
 */
export class UndiciAdapter {
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

  /** The `adapter` option of axios. Resolves with any status; rejects when no status came. */
  readonly adapter = async <Config extends AdapterRequest>(config: Config): Promise<AdapterResponse<Config>> => {
    const options = dispatchOptionsOf(config);
    const data = await new Promise<RawAnswer>((resolve, reject) => {
      const dispatch = (handler: Exchange): void => void setImmediate(() => this.start(options, handler));
      new Exchange(dispatch, config.timeout ?? 0, { resolve, reject });
    });
    return { status: data.status, statusText: '', headers: NO_HEADERS, data, config };
  };

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
function dispatchOptionsOf(config: AdapterRequest): Dispatcher.DispatchOptions {
  const url = callableUrl(config.url ?? '');
  const headers = sendableHeaders(config.headers.toJSON());
  return {
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: (config.method ?? 'GET').toUpperCase(),
    headers,
    body: typeof config.data === 'string' ? config.data : null,
  };
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
function sendableHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const sendable: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = String(value);
    if (CONNECTION_HEADERS.test(name) || !isSendable(name, text)) {
      throw new EgressRefused(`the header ${JSON.stringify(name)} can't be sent`);
    }
    sendable[name] = text;
  }
  return sendable;
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

import { type AttemptOutcome, type HttpMethod, readRetryAfter } from '@app/domain';
import type { EgressPolicy } from './egress-guard';
import { UndiciTransport } from './undici-transport';
import { outcomeOfError } from './wire/failure';
import { readBody } from './wire/response-body';

/**
 * One request to a receiver, sent exactly as it stands here: nothing is added but host, connection and content-length.
 * `timeoutMs` bounds the whole exchange, from name lookup to the end of the body.
 */
export interface OutboundRequest {
  url: string;
  method: HttpMethod;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  timeoutMs: number;
}

/** Profile of the egress guard and its exceptions; and who knows names, where that is not for the operating system to say. */
export interface HttpSenderOptions extends EgressPolicy {
  nameServers?: readonly string[];
}

export interface SendResult {
  outcome: AttemptOutcome;
  /** What the answer's Retry-After asks for, or null. */
  retryAfterMs: number | null;
  durationMs: number;
}

/** The one door to receivers. Redirects are not followed, proxies not used, and no request is sent twice. K§5.3, K§9. */
export class HttpSender {
  private readonly transport: UndiciTransport;
  private underWay = 0;
  private onIdle: (() => void) | null = null;
  private closed: Promise<void> | null = null;

  /** Throws on a bad entry of EGRESS_ALLOW. */
  constructor(options: HttpSenderOptions) {
    this.transport = new UndiciTransport(options, options.nameServers);
  }

  /** Never throws: every end of the exchange is an AttemptOutcome. */
  async send(request: OutboundRequest): Promise<SendResult> {
    const startedMs = performance.now();
    this.underWay += 1;
    try {
      const outcome = await this.exchange(request);
      const retryAfterMs = readRetryAfter(outcome, receiverNow(outcome)) ?? null;
      return { outcome, retryAfterMs, durationMs: Math.round(performance.now() - startedMs) };
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.onIdle?.();
    }
  }

  /** Waits for the requests under way, none longer than its deadline, then closes all connections. */
  close(): Promise<void> {
    this.closed ??= this.drain().then(() => this.transport.close());
    return this.closed;
  }

  private drain(): Promise<void> {
    if (this.underWay === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.onIdle = resolve;
    });
  }

  private async exchange(request: OutboundRequest): Promise<AttemptOutcome> {
    try {
      const answer = await this.transport.exchange(request);
      const { text, truncated } = await readBody(answer.body);
      return {
        kind: 'answered',
        status: answer.status,
        headers: answer.headers,
        body: text,
        bodyTruncated: truncated,
      };
    } catch (error) {
      return outcomeOfError(error);
    }
  }
}

/** The moment that a date in Retry-After is measured from: the receiver's own, so that a clock that is off does not count. */
function receiverNow(outcome: AttemptOutcome): Date {
  const dated = outcome.kind === 'answered' ? Date.parse(outcome.headers['date'] ?? '') : NaN;
  return new Date(Number.isNaN(dated) ? performance.timeOrigin + performance.now() : dated);
}

import { mark } from '../marks';
import { keptBytesOf, type RawBody, storable } from './response-body';

/** What came back, as far as it came. */
export interface RawAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: RawBody;
}

/** Where an exchange reports its end, once. */
export interface ExchangeEnd {
  resolve: (answer: RawAnswer) => void;
  reject: (error: Error) => void;
}

/** The whole exchange took too long. */
class DeadlinePassed extends Error {
  readonly code = 'ETIMEDOUT';
}

/** The rest of a body that is over the limit is read up to here, so that the connection can serve again; then it is dropped. */
const DRAIN_LIMIT = 256 * 1024;

/** undici's hold on a request that it has written, or is about to write. */
interface Controller {
  abort(reason: Error): void;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * One request on its way; undici calls the methods named `on…`. The deadline is total: name lookup, connection, headers and body.
 * Once a status has come it is the verdict: a body that breaks off, drips or never ends only cuts what is kept of it.
 */
export class Exchange {
  private controller: Controller | null = null;
  private head: { status: number; headers: Readonly<Record<string, string>>; encoding: string } | null = null;
  private readonly kept: Buffer[] = [];
  private room = 0;
  private received = 0;
  private reported = false;
  private triedAgain = false;
  private readonly timer: NodeJS.Timeout;

  /** `dispatch` hands the exchange to undici; the clock starts now. */
  constructor(
    private readonly dispatch: (handler: Exchange) => void,
    private readonly timeoutMs: number,
    private readonly end: ExchangeEnd,
  ) {
    // An answer that already lies in the socket is read before the verdict: a busy process must not call a receiver late.
    this.timer = setTimeout(() => setImmediate(() => this.expire()), timeoutMs);
    dispatch(this);
  }

  onRequestStart(controller: Controller): void {
    this.controller = controller;
    if (this.reported) controller.abort(new DeadlinePassed('the deadline passed before the connection was there'));
  }

  onResponseStart(_controller: Controller, status: number, headers: Headers): void {
    if (status < 200) return;
    const flat = flatten(headers);
    const encoding = (flat['content-encoding'] ?? '').trim().toLowerCase();
    this.head = { status, headers: flat, encoding };
    this.room = keptBytesOf(encoding);
    mark('during-body');
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.received += chunk.length;
    if (this.received > DRAIN_LIMIT) controller.abort(new DeadlinePassed('the body is too long'));
    if (this.reported) return;
    this.kept.push(chunk.subarray(0, this.room));
    this.room -= Math.min(this.room, chunk.length);
    // One byte over the limit is enough to know that the body is cut; its end is then nobody's business any more.
    if (this.received > keptBytesOf(this.head?.encoding ?? '')) this.report(false);
  }

  onResponseEnd(): void {
    clearTimeout(this.timer);
    this.report(true);
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    if (this.mayTryAgain(error)) {
      this.triedAgain = true;
      this.dispatch(this);
      return;
    }
    clearTimeout(this.timer);
    this.fail(error);
  }

  /** A kept connection that turns out to be dead before a byte of this request was written: nobody has seen the request. */
  private mayTryAgain(error: Error): boolean {
    return (
      !this.reported && !this.triedAgain && this.controller === null && 'code' in error && error.code === 'ECONNRESET'
    );
  }

  private expire(): void {
    const reason = this.controller === null ? 'no connection' : 'no answer';
    const error = new DeadlinePassed(`${reason} within ${String(this.timeoutMs)} ms`);
    this.fail(error);
    this.controller?.abort(error);
  }

  private fail(error: Error): void {
    if (this.head !== null) {
      this.report(false);
    } else if (!this.reported) {
      this.reported = true;
      this.end.reject(error);
    }
  }

  private report(complete: boolean): void {
    if (this.reported || this.head === null) return;
    this.reported = true;
    const { status, headers, encoding } = this.head;
    const [only] = this.kept;
    const bytes = this.kept.length === 1 && only !== undefined ? only : Buffer.concat(this.kept);
    this.end.resolve({ status, headers, body: { bytes, complete, encoding } });
  }
}

/** One text a header, in the shape that is kept with the attempt. */
function flatten(headers: Headers): Readonly<Record<string, string>> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat.set(storable(name), storable(typeof value === 'string' ? value : value.join(', ')));
  }
  return Object.fromEntries(flat);
}

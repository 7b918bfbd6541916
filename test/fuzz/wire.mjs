// Requests as bytes, answers as they come: what an HTTP library would mend or refuse has to go out as it is.
import { connect } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';

const HEAD_END = Buffer.from('\r\n\r\n');

/** One connection to the server; kept for the next request as long as both sides want to. */
export class Wire {
  #port;
  #socket = null;
  #onEvent = () => undefined;

  constructor(port) {
    this.#port = port;
  }

  /**
   * Sends a request and resolves with `{status, headers, body, ms}`; status 0: the connection was closed without an answer,
   * -1: no answer in `patienceMs`. `isBare`: the answer has no body whatever its headers say.
   */
  async send(bytes, { patienceMs, isBare = false }) {
    const isOld = this.#socket !== null;
    const answer = await this.#exchange(bytes, patienceMs, isBare);
    // A connection that was kept may have ended meanwhile.
    return answer.status === 0 && isOld ? this.#exchange(bytes, patienceMs, isBare) : answer;
  }

  /** As `send` on a connection of its own that is closed behind the request: whatever was sent, nothing follows. */
  async sendAlone(bytes, { patienceMs, quietMs }) {
    this.close();
    const closing = setTimeout(() => this.#socket?.end(), quietMs);
    const answer = await this.#exchange(bytes, patienceMs, false);
    clearTimeout(closing);
    this.close();
    return answer;
  }

  close() {
    this.#onEvent = () => undefined;
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open() {
    const socket = connect(this.#port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#onEvent(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#onEvent(null);
    });
    this.#socket = socket;
  }

  #exchange(bytes, patienceMs, isBare) {
    return new Promise((resolve) => {
      if (this.#socket === null) this.#open();
      const sentAt = performance.now();
      const reader = new AnswerReader(isBare);
      const end = (answer, keeps) => {
        clearTimeout(timer);
        this.#onEvent = () => undefined;
        if (!keeps) this.close();
        resolve({ ...answer, ms: performance.now() - sentAt });
      };
      const timer = setTimeout(() => end({ ...NO_ANSWER, status: -1 }, false), patienceMs);
      this.#onEvent = (chunk) => {
        const answer = chunk === null ? reader.ended() : reader.take(chunk);
        if (answer !== null) end(answer, chunk !== null && answer.headers.get('connection') !== 'close');
      };
      this.#socket.write(bytes);
    });
  }
}

const NO_ANSWER = { status: 0, headers: new Map(), body: Buffer.alloc(0) };

/** Reads one answer out of what comes. */
class AnswerReader {
  #bytes = Buffer.alloc(0);
  #head = null;
  #isBare;

  constructor(isBare) {
    this.#isBare = isBare;
  }

  /** The answer once it is whole, else `null`. */
  take(chunk) {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    if (this.#head === null && !this.#readHead()) return null;
    const body = this.#body();
    return body === null ? null : { ...this.#head, body };
  }

  /** What was there when the connection ended. */
  ended() {
    return this.#head === null ? NO_ANSWER : { ...this.#head, body: this.#bytes };
  }

  #readHead() {
    const end = this.#bytes.indexOf(HEAD_END);
    if (end === -1) return false;
    const [first, ...lines] = this.#bytes.toString('latin1', 0, end).split('\r\n');
    this.#bytes = this.#bytes.subarray(end + HEAD_END.length);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
    // "Continue" is no answer yet.
    if (status === 100) return this.#readHead();
    const headers = new Map();
    for (const line of lines) {
      const colon = line.indexOf(':');
      headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
    }
    this.#head = { status, headers };
    return true;
  }

  #body() {
    const { status, headers } = this.#head;
    if (this.#isBare || status === 204 || status === 304) return Buffer.alloc(0);
    // A stream of events does not end.
    if (headers.get('content-type')?.startsWith('text/event-stream')) {
      headers.set('connection', 'close');
      return this.#bytes;
    }
    if (headers.has('transfer-encoding')) return unchunked(this.#bytes);
    const length = headers.get('content-length');
    if (length === undefined) return null;
    return this.#bytes.length >= Number(length) ? this.#bytes.subarray(0, Number(length)) : null;
  }
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** The body of a chunked answer, or `null` while its end is not there. */
function unchunked(bytes) {
  if (!bytes.includes(LAST_CHUNK)) return null;
  const pieces = [];
  let at = 0;
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = lineEnd === -1 ? NaN : parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) return null;
    if (size === 0) return Buffer.concat(pieces);
    const start = lineEnd + 2;
    pieces.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
  return null;
}

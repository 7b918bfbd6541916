// What the deliveries of a run are sent to. It answers well most of the time, and keeps a log of all that came: the other
// half of the ledger.
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const BODY_PAUSE_MS = 5;

/** How a call is answered: the first whose share is met. What is left is 200. */
const MOODS = [
  { share: 0.06, status: 503 },
  { share: 0.03, status: 500 },
  { share: 0.02, status: 0 },
];

export class Receiver {
  /** Everything that came, in order: `{key, status, at}`; status 0 is a connection that was reset. */
  log = [];
  #server;
  #random;

  static async start(random) {
    const receiver = new Receiver();
    receiver.#random = random;
    receiver.#server = createServer((request, response) => void receiver.#answer(request, response));
    await new Promise((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** From now on every call is answered with 200. */
  calmDown() {
    this.#random = { next: () => 1 };
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request, response) {
    const pieces = [];
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    for await (const piece of request) pieces.push(piece);
    const status = this.#mood();
    // Before the answer: what a killed worker was still told counts as told.
    this.log.push({ key: keyOf(request, Buffer.concat(pieces)), status, at: performance.now() });
    if (status === 0) return request.socket.destroy();
    response.writeHead(status, { 'content-type': 'text/plain' });
    response.write('o');
    await pause(BODY_PAUSE_MS);
    response.end('k');
  }

  #mood() {
    const drawn = this.#random.next();
    let share = 0;
    for (const mood of MOODS) {
      share += mood.share;
      if (drawn < share) return mood.status;
    }
    return 200;
  }
}

/** Which delivery it is: a callback says its id, a postback the change that it tells of. */
function keyOf({ url }, body) {
  const { pathname, searchParams } = new URL(url, 'http://receiver');
  if (pathname === '/callback') return JSON.parse(body.toString()).id;
  return `${searchParams.get('conversion')} ${searchParams.get('status')}`;
}

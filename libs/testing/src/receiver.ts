import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a receiver answers one request. */
export type Answer =
  | { status: number; headers?: Readonly<Record<string, string>>; body?: string }
  /** `reset`: the connection breaks. `garbage`: what comes is not HTTP. `silence`: nothing comes. */
  | { fault: 'reset' | 'garbage' | 'silence' };

export interface ReceivedRequest {
  method: string;
  /** Path and query as they were sent. */
  path: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

const OK: Answer = { status: 200 };

/** A real HTTP server on 127.0.0.1 that answers by script and remembers what came. */
export class Receiver {
  /** In the order of arrival; complete with their bodies. */
  readonly requests: ReceivedRequest[] = [];
  private answers: readonly Answer[];
  private answered = 0;
  private open: Promise<void> = Promise.resolve();
  private readonly server = createServer((request, response) => {
    void this.take(request, response);
  });

  constructor(answers: readonly Answer[]) {
    this.answers = answers;
  }

  /** Base address without a slash at its end. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Bodies that came, read as JSON. */
  get bodies(): unknown[] {
    return this.requests.map(({ body }) => JSON.parse(body) as unknown);
  }

  /** Answers from now on, the last one again and again. */
  script(...answers: Answer[]): void {
    this.answers = answers;
    this.answered = 0;
  }

  /** No request is answered until the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.open = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  async listen(port = 0): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    this.requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(pieces).toString(),
    });
    const answer = this.answers[Math.min(this.answered, this.answers.length - 1)] ?? OK;
    this.answered += 1;
    await this.open;
    give(answer, response);
  }
}

function give(answer: Answer, response: ServerResponse): void {
  if ('status' in answer) response.writeHead(answer.status, answer.headers).end(answer.body);
  else if (answer.fault === 'reset') response.socket?.resetAndDestroy();
  else if (answer.fault === 'garbage') response.socket?.end('this is not HTTP\r\n\r\n');
}

/** Receivers of one spec file, closed after each test. */
export class Receivers {
  private readonly running: Receiver[] = [];

  /** Answers 200 to everything when it has no script. */
  async start(...answers: Answer[]): Promise<Receiver> {
    const receiver = new Receiver(answers);
    this.running.push(receiver);
    await receiver.listen();
    return receiver;
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.running.splice(0).map((receiver) => receiver.close()));
  }
}

export function testReceivers(): Receivers {
  const receivers = new Receivers();
  afterEach(() => receivers.closeAll());
  return receivers;
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A callback as it came. */
export interface Call {
  /** Names in lower case. */
  headers: IncomingMessage['headers'];
  /** Name, value, name, value: as they were spelled. */
  rawHeaders: readonly string[];
  path: string;
  text: string;
  /** How many came over the same connection, with this one. */
  numberOnConnection: number;
}

/** How it is answered; `never`: not at all, `break`: the connection ends instead. */
export type Reply = { status: number; headers?: Readonly<Record<string, string>>; body?: string } | 'never' | 'break';

/** What a publisher keeps: how often each conversion is rewarded, by its id. */
export type Books = Map<string, number>;

/** How a publisher's endpoint deals with a call. */
export type Behaviour = (call: Call, books: Books) => Reply;

/** An integrator's endpoint on 127.0.0.1: callbacks at `/callback`, its books at `/rewards/<conversionId>`. */
export class Endpoint {
  private readonly books: Books = new Map();
  private readonly calls = new WeakMap<object, number>();
  private readonly server: Server;

  private constructor(
    private readonly behaviour: Behaviour,
    private readonly certificate?: { cert: string; key: string },
  ) {
    const take = (request: IncomingMessage, response: ServerResponse): void => void this.take(request, response);
    this.server = certificate === undefined ? createServer(take) : createSecureServer(certificate, take);
  }

  static async open(behaviour: Behaviour, certificate?: { cert: string; key: string }): Promise<Endpoint> {
    const endpoint = new Endpoint(behaviour, certificate);
    endpoint.server.listen(0, '127.0.0.1');
    await once(endpoint.server, 'listening');
    return endpoint;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `${this.certificate === undefined ? 'http' : 'https'}://localhost:${port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const path = request.url ?? '';
    if (path.startsWith('/rewards/')) {
      this.tell(path.slice('/rewards/'.length), response);
      return;
    }
    const number = (this.calls.get(request.socket) ?? 0) + 1;
    this.calls.set(request.socket, number);
    const { headers, rawHeaders } = request;
    const text = Buffer.concat(pieces).toString();
    const reply = this.behaviour({ headers, rawHeaders, path, text, numberOnConnection: number }, this.books);
    if (reply === 'break') request.socket.destroy();
    else if (reply !== 'never') response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  private tell(conversionId: string, response: ServerResponse): void {
    const rewards = this.books.get(conversionId);
    response.writeHead(rewards === undefined ? 404 : 200).end(JSON.stringify({ rewards }));
  }
}

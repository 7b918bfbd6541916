import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** What a receiver does once the first bytes of a connection are there: before them with `atOnce`, at all that come with `each`. */
export interface Hostility {
  talk: (socket: Socket) => void;
  atOnce?: boolean;
  each?: boolean;
}

/** A TCP server on 127.0.0.1 that knows its connections. */
export class HostileReceiver {
  /** All that ever came. */
  connections = 0;
  /** Method and path of each request, in the order of arrival. */
  readonly requests: string[] = [];
  private readonly open = new Set<Socket>();
  private readonly server: Server;

  constructor({ talk, atOnce = false, each = false }: Hostility) {
    this.server = createServer((socket) => {
      this.connections += 1;
      this.open.add(socket);
      socket.on('data', (bytes) => {
        const [line] = /^POST \S+/.exec(bytes.toString('latin1')) ?? [];
        if (line !== undefined) this.requests.push(line);
      });
      socket.setNoDelay(true).on('error', () => undefined);
      socket.once('close', () => this.open.delete(socket));
      if (atOnce) talk(socket.resume());
      else if (each) socket.on('data', () => talk(socket));
      else socket.once('data', () => talk(socket));
    });
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('it does not listen');
    return address.port;
  }

  async listen(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  /** Resolves once no more than `left` connections are open. */
  async quiet(left = 0): Promise<void> {
    while (this.open.size > left) {
      await Promise.race([...this.open].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    }
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }
}

/** Says it and goes. */
export const says =
  (...pieces: (string | Buffer)[]) =>
  (socket: Socket): void => {
    for (const piece of pieces) socket.write(piece);
    socket.end();
  };

/** Says it and keeps the connection. */
export const saysAndStays =
  (...pieces: (string | Buffer)[]) =>
  (socket: Socket): void => {
    for (const piece of pieces) socket.write(piece);
  };

/** Says `head`, then `piece` again and again, as fast as it is taken. */
export const pours =
  (head: string, piece: string | Buffer) =>
  (socket: Socket): void => {
    const more = () => {
      while (socket.writable && socket.write(piece));
    };
    socket.write(head);
    socket.on('drain', more);
    more();
  };

/** Says `head`, then `piece` every 20 ms. */
export const drips =
  (head: string, piece: string) =>
  (socket: Socket): void => {
    socket.write(head);
    const timer = setInterval(() => socket.write(piece), 20);
    socket.once('close', () => clearInterval(timer));
  };

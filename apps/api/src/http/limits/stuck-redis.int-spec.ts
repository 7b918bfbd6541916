import { createLog } from '@app/runtime';
import { until } from '@app/testing';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Limits } from './limits';
import { openLimitStore } from './redis-store';

const INFO = 'redis_version:7.2.0\r\nloading:0\r\n';
const CALLER = '203.0.113.1';

/** A Redis that gets as far as being ready, and answers no limit any more. */
class StuckStore {
  asked = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => {
      for (const command of piece.toString().toLowerCase().split('*').slice(1)) this.take(command, socket);
    });
  });

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `redis://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  /** Part of a script may look like a command without a name. */
  private take(command: string, socket: Socket): void {
    const [, name] = /^\d+\r\n\$\d+\r\n(\w+)/.exec(command) ?? [];
    if (name === 'eval' || name === 'evalsha') this.asked += 1;
    if (name === 'client') socket.write('+OK\r\n');
    if (name === 'info') socket.write(`$${String(INFO.length)}\r\n${INFO}\r\n`);
  }
}

describe('a limit whose Redis is stuck', () => {
  const stuck = new StuckStore();
  let limits: Limits;
  let isReady = (): boolean => false;

  beforeAll(async () => {
    const url = await stuck.start();
    limits = new Limits(() => {
      const store = openLimitStore(url, createLog('silent'));
      isReady = () => store.status === 'ready';
      return store;
    });
  });

  afterAll(async () => {
    limits.close();
    await stuck.stop();
  });

  it('should be counted by the process itself, which does not ask again for a while', async () => {
    const limit = limits.perMinute('stuck', 2);
    await until(isReady);
    expect([await limit.take(CALLER), await limit.take(CALLER)]).toEqual([0, 0]);
    expect(await limit.take(CALLER)).toBe(30);
    expect(await limit.take('203.0.113.2')).toBe(0);
    expect(stuck.asked).toBe(1);
  });
});

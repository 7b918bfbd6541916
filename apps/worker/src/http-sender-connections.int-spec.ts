import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { HttpSender, type SendResult } from './http-sender';

const servers: Server[] = [];
const senders: HttpSender[] = [];

async function http(listener: RequestListener): Promise<{ port: number; sockets: Socket[] }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => sockets.push(socket));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, sockets };
}

function sender(): HttpSender {
  const created = new HttpSender({ egress: 'open', egressAllow: [] });
  senders.push(created);
  return created;
}

function send(by: HttpSender, port: number, method: 'GET' | 'POST' = 'POST', timeoutMs = 5_000): Promise<SendResult> {
  const body = method === 'POST' ? '{}' : null;
  return by.send({ url: `http://127.0.0.1:${port}/`, method, headers: {}, body, timeoutMs });
}

/** A connection may serve again one turn of the event loop after its last answer. */
const free = () => new Promise((resolve) => setImmediate(resolve));

afterEach(async () => {
  await Promise.all(senders.splice(0).map((each) => each.close()));
  for (const server of servers.splice(0)) server.close();
});

describe('connections', () => {
  it('should serve again, after a body over the limit as well', async () => {
    const { port, sockets } = await http((_request, response) => response.end('x'.repeat(20_000)));
    const by = sender();

    for (let round = 0; round < 3; round += 1) {
      await send(by, port);
      await free();
    }

    expect(sockets).toHaveLength(1);
  });

  it.each(['GET', 'POST'] as const)('should write a %s once when the receiver dies over it', async (method) => {
    let requests = 0;
    const { port, sockets } = await http((request, response) => {
      requests += 1;
      if (requests === 1) response.end();
      else request.socket.destroy();
    });
    const by = sender();

    expect((await send(by, port, method)).outcome).toMatchObject({ status: 200 });
    await free();
    expect((await send(by, port, method)).outcome).toMatchObject({ kind: 'no-answer', code: 'ECONNRESET' });
    expect({ requests, connections: sockets.length }).toEqual({ requests: 2, connections: 1 });
  });

  it.each([
    ['closed', (socket: Socket) => socket.end()],
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
  ])('should not trip over a kept one that the receiver has %s', async (_what, drop) => {
    let requests = 0;
    const { port, sockets } = await http((_request, response) => {
      requests += 1;
      response.end();
    });
    const by = sender();

    await send(by, port);
    await free();
    sockets.forEach(drop);

    expect((await send(by, port)).outcome).toMatchObject({ kind: 'answered', status: 200 });
    expect({ requests, connections: sockets.length }).toEqual({ requests: 2, connections: 2 });
  });

  it('should go by the hint of the receiver', async () => {
    const { port, sockets } = await http((_request, response) => {
      response.writeHead(200, { connection: 'keep-alive', 'keep-alive': 'timeout=1' }).end();
    });
    const by = sender();

    await send(by, port);
    await free();
    await send(by, port);

    expect(sockets).toHaveLength(2);
  });

  it('should be enough for every request at once', async () => {
    const waiting: (() => void)[] = [];
    const { port } = await http((_request, response) => {
      waiting.push(() => response.end());
      if (waiting.length === 400) waiting.forEach((answer) => answer());
    });
    const by = sender();

    const results = await Promise.all(Array.from({ length: 400 }, () => send(by, port)));

    expect(results.every(({ outcome }) => outcome.kind === 'answered')).toBe(true);
  });

  it('should not be held up by a receiver that never answers', async () => {
    const silent = await http(() => undefined);
    const healthy = await http((_request, response) => response.end());
    const by = sender();
    const stuck = Promise.all(Array.from({ length: 300 }, () => send(by, silent.port, 'POST', 1_500)));

    const results = await Promise.all(Array.from({ length: 20 }, () => send(by, healthy.port)));

    expect(Math.max(...results.map(({ durationMs }) => durationMs))).toBeLessThan(1_000);
    expect((await stuck).every(({ outcome }) => outcome.kind === 'no-answer' && outcome.code === 'ETIMEDOUT')).toBe(
      true,
    );
  });

  it('should be closed only after the requests under way', async () => {
    const { port, sockets } = await http((_request, response) => void setTimeout(() => response.end('late'), 100));
    const by = sender();
    const sent = send(by, port);
    await by.close();

    expect((await sent).outcome).toMatchObject({ status: 200, body: 'late' });
    await Promise.all(sockets.filter(({ closed }) => !closed).map((socket) => once(socket, 'close')));
    expect((await send(by, port)).outcome).toMatchObject({ kind: 'no-answer', code: 'ECONNABORTED' });
  });
});

describe('the egress guard', () => {
  const guarded = (...egressAllow: string[]) => {
    const created = new HttpSender({ egress: 'guarded', egressAllow });
    senders.push(created);
    return created;
  };
  const outcomeOf = async (by: HttpSender, host: string) => {
    const request = { url: `http://${host}/`, method: 'GET', headers: {}, body: null, timeoutMs: 2_000 } as const;
    return (await by.send(request)).outcome;
  };

  it.each([
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0',
  ])('should keep requests away from %s', async (host) => {
    const { port, sockets } = await http((_request, response) => response.end());

    expect(await outcomeOf(guarded(), `${host}:8080`)).toMatchObject({ kind: 'refused', code: 'EGRESS_REFUSED' });
    expect(await outcomeOf(guarded(`127.0.0.2:${port}`), `${host}:${port}`)).toMatchObject({ kind: 'refused' });
    expect(sockets).toHaveLength(0);
  });

  it('should refuse other ports before any lookup', async () => {
    expect(await outcomeOf(guarded(), 'shop.example:25')).toMatchObject({ kind: 'refused', code: 'EGRESS_REFUSED' });
  });

  it('should make the exceptions of EGRESS_ALLOW, on every attempt', async () => {
    const { port } = await http((_request, response) => response.end());

    for (const entry of ['127.0.0.1', `127.0.0.0/8:${port}`]) {
      const by = guarded(entry);
      for (const host of ['127.0.0.1', 'localhost', '127.0.0.1']) {
        expect(await outcomeOf(by, `${host}:${port}`)).toMatchObject({ kind: 'answered', status: 200 });
      }
    }
    const named = guarded(`localhost:${port}`);
    expect(await outcomeOf(named, `localhost:${port}`)).toMatchObject({ kind: 'answered' });
    expect(await outcomeOf(named, `127.0.0.1:${port}`)).toMatchObject({ kind: 'refused' });
  });
});

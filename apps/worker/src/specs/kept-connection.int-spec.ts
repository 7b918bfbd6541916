import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { HttpSender } from '../http-sender';

/** An answer that belongs to no request. */
const STRAY = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray';
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const servers: Server[] = [];
const senders: HttpSender[] = [];

/** A receiver that keeps its connections, and says after its first answer what `first` has more. */
async function receiver(first: string) {
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.setNoDelay(true).on('error', () => undefined);
    socket.on('data', (bytes) => {
      requests.push(String(bytes).split(' ', 2).join(' '));
      socket.write(requests.length === 1 ? first : ANSWER);
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, sockets, requests };
}

function sender(): HttpSender {
  const created = new HttpSender({ egress: 'open', egressAllow: [] });
  senders.push(created);
  return created;
}

const send = async (by: HttpSender, port: number, name: string) =>
  (await by.send({ url: `http://127.0.0.1:${port}/${name}`, method: 'POST', headers: {}, body: '', timeoutMs: 5_000 }))
    .outcome;

afterEach(async () => {
  await Promise.all(senders.splice(0).map((each) => each.close()));
  for (const server of servers.splice(0)) server.close();
});

describe('what comes over a kept connection before a request', () => {
  it.each([
    ['right after the answer', `${ANSWER}${STRAY}`],
    ['after a body that is longer than announced', ANSWER.replace('Length: 2', 'Length: 1') + STRAY],
    ['after the last chunk', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n${STRAY}`],
    ['as the body of an answer that has none', `HTTP/1.1 204 No Content\r\nContent-Length: 57\r\n\r\n${STRAY}`],
    ['behind empty lines', `${ANSWER}\r\n\r\n${STRAY}`],
    ['in part, for the next answer to complete', `${ANSWER}HTTP/1.1 200 OK\r\nX-Stray: `],
    ['as a hint', `${ANSWER}HTTP/1.1 103 Early Hints\r\n\r\n${STRAY}`],
    ['as anything', `${ANSWER}stray`],
  ])('should never be its answer: %s', async (_what, first) => {
    const { port, requests } = await receiver(first);
    const by = sender();

    expect((await send(by, port, 'one')).kind).toBe('answered');
    await turn();
    expect(await send(by, port, 'two')).toMatchObject({ kind: 'answered', status: 200, body: 'ok' });
    expect(await send(by, port, 'three')).toMatchObject({ kind: 'answered', status: 200, body: 'ok' });
    expect(requests).toEqual(['POST /one', 'POST /two', 'POST /three']);
  });

  it.each([0, 1, 2, 3])('should never be its answer: %i turns of the event loop before', async (turns) => {
    const { port, sockets, requests } = await receiver(ANSWER);
    const by = sender();

    await send(by, port, 'one');
    await turn();
    await turn();
    sockets[0]?.write(STRAY);
    for (let left = turns; left > 0; left -= 1) await turn();
    expect(await send(by, port, 'two')).toMatchObject({ kind: 'answered', status: 200, body: 'ok' });
    expect(requests).toEqual(['POST /one', 'POST /two']);
  });

  it('should never be its answer: written while the loop is reading', async () => {
    const { port, sockets, requests } = await receiver(ANSWER);
    const other = await receiver(ANSWER);
    const by = sender();
    const outcome = new Promise((resolve) => {
      other.sockets.push = (socket: Socket) => {
        socket.once('data', () => {
          sockets[0]?.write(STRAY);
          resolve(send(by, port, 'two'));
        });
        return 1;
      };
    });

    await send(by, port, 'one');
    await turn();
    await turn();
    void send(by, other.port, 'other');

    expect(await outcome).toMatchObject({ kind: 'answered', status: 200, body: 'ok' });
    expect(requests).toEqual(['POST /one', 'POST /two']);
  });
});

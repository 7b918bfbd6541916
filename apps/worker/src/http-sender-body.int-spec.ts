import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpSender, type SendResult } from './http-sender';

const LIMIT = 16 * 1024;
const servers: Server[] = [];
const sender = new HttpSender({ egress: 'open', egressAllow: [] });

/** Sends to a receiver that answers in its own way, byte by byte. */
async function sendTo(talk: (socket: Socket) => void, timeoutMs = 5_000): Promise<SendResult> {
  const server = createServer((socket) => socket.on('error', () => undefined).once('data', () => talk(socket)));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return sender.send({ url: `http://127.0.0.1:${port}/`, method: 'POST', headers: {}, body: '{}', timeoutMs });
}

/** Repeats a piece for as long as the connection lives. */
function pour(socket: Socket, piece: Buffer | string): void {
  const more = () => {
    while (socket.writable && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

function drip(socket: Socket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 20);
  socket.once('close', () => clearInterval(timer));
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => sender.close());

describe('the body of an answer', () => {
  it('should cut an endless one at 16 KiB, at once and without filling memory', async () => {
    const before = process.memoryUsage().rss;
    const poured: Promise<unknown>[] = [];
    const { outcome, durationMs } = await sendTo((socket) => {
      poured.push(new Promise((resolve) => socket.once('close', resolve)));
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      pour(socket, Buffer.alloc(65_536, 'x'));
    });
    await Promise.all(poured);

    expect(outcome).toMatchObject({ status: 200, body: 'x'.repeat(LIMIT), bodyTruncated: true });
    expect(durationMs).toBeLessThan(2_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('should unpack a bomb no further than 16 KiB', async () => {
    const bomb = gzipSync(Buffer.alloc(128 * 1024 * 1024));
    const before = process.memoryUsage().rss;
    const { outcome, durationMs } = await sendTo((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
      socket.end(bomb);
    });

    expect(outcome).toMatchObject({ status: 200, body: '\uFFFD'.repeat(LIMIT), bodyTruncated: true });
    expect(durationMs).toBeLessThan(2_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('should unpack an endless one', async () => {
    const piece = gzipSync(Buffer.alloc(1_024, 'y'));
    const { outcome } = await sendTo((socket) => {
      socket.write('HTTP/1.1 500 Oops\r\nContent-Encoding: gzip\r\n\r\n');
      pour(socket, Buffer.concat(Array.from({ length: 64 }, () => piece)));
    });

    expect(outcome).toMatchObject({ status: 500, body: 'y'.repeat(LIMIT), bodyTruncated: true });
  });

  it.each([
    ['HTTP/1.1 200 OK\r\n\r\n', 200],
    ['HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n', 200],
    ['HTTP/1.1 503 Busy\r\nContent-Length: 1000000\r\n\r\n', 503],
  ])('should end one that drips at the deadline, and keep the status: %j', async (head, status) => {
    const { outcome, durationMs } = await sendTo((socket) => {
      socket.write(head);
      drip(socket, 'z');
    }, 300);

    expect(outcome).toMatchObject({ kind: 'answered', status, bodyTruncated: true });
    expect(outcome).toMatchObject({ body: expect.stringMatching(/^z+$/) as string });
    expect(durationMs).toBeGreaterThanOrEqual(299);
    expect(durationMs).toBeLessThan(1_000);
  });

  it('should not wait for headers that drip', async () => {
    const { outcome, durationMs } = await sendTo((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'X-A: b\r\n');
    }, 300);

    expect(outcome).toMatchObject({ kind: 'no-answer', code: 'ETIMEDOUT' });
    expect(durationMs).toBeLessThan(1_000);
  });

  it.each([
    ['breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', 'half'],
    ['is chunked wrong', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n', 'half'],
    [
      'is not packed as it says',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain',
      'plain',
    ],
  ])('should keep the status when it %s', async (_what, answer, body) => {
    const { outcome } = await sendTo((socket) => socket.end(answer));

    expect(outcome).toMatchObject({ kind: 'answered', status: 200, body, bodyTruncated: true });
  });

  it('should skip what comes before the final answer', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(3);
    const { outcome } = await sendTo((socket) => socket.end(`${hints}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`));

    expect(outcome).toMatchObject({ kind: 'answered', status: 200, body: 'ok', bodyTruncated: false });
  });

  it('should be text that PostgreSQL can store', async () => {
    const { outcome } = await sendTo((socket) =>
      socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), Buffer.from([0x61, 0x00, 0xff, 0x62])])),
    );

    expect(outcome).toMatchObject({ body: 'a\uFFFD\uFFFDb', bodyTruncated: false });
  });
});

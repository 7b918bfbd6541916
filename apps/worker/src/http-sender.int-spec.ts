import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { HttpSender, type OutboundRequest } from './http-sender';

const servers: Server[] = [];
const senders: HttpSender[] = [];

async function listen(server: Server, host = '127.0.0.1'): Promise<string> {
  servers.push(server);
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return `${host === '::1' ? '[::1]' : host}:${port}`;
}

const http = (listener: RequestListener, host?: string) => listen(createServer(listener), host);
/** A receiver that speaks TCP only: `talk` runs once the first bytes of a connection are there. */
const tcp = (talk: (socket: Socket) => void) =>
  listen(createTcpServer((socket) => socket.on('error', () => undefined).once('data', () => talk(socket))));

function sender(): HttpSender {
  const created = new HttpSender({ egress: 'open', egressAllow: [] });
  senders.push(created);
  return created;
}

const to = (host: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  url: `http://${host}/hook`,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"a":1}',
  timeoutMs: 5_000,
  ...more,
});

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

afterEach(async () => {
  await Promise.all(senders.splice(0).map((each) => each.close()));
  for (const server of servers.splice(0)) server.close();
});

describe(HttpSender.name, () => {
  it('should send exactly what it was given, and bring back status, headers and body', async () => {
    const seen: unknown[] = [];
    const host = await http((request, response) => {
      void textOf(request).then((body) => {
        seen.push(request.method, request.url, request.rawHeaders, body);
        response.writeHead(201, { 'X-One': '1', 'Set-Cookie': ['a=1', 'b=2'], 'Retry-After': '120' }).end('thanks ♥');
      });
    });
    const headers = { 'X-Secret': 's3cr\u00e9t', 'content-type': 'application/json', Constructor: 'x' };

    const { outcome, retryAfterMs, durationMs } = await sender().send(
      to(host, { url: `http://${host}/a%20b?x=1&y={sub}#part`, headers, body: '{"n":"ж"}' }),
    );

    expect(outcome).toMatchObject({ kind: 'answered', status: 201, body: 'thanks ♥', bodyTruncated: false });
    expect(outcome).toMatchObject({ headers: { 'x-one': '1', 'set-cookie': 'a=1, b=2' } });
    expect(retryAfterMs).toBe(120_000);
    expect(Number.isInteger(durationMs)).toBe(true);
    const sent = ['host', host, 'connection', 'keep-alive', ...Object.entries(headers).flat(), 'content-length', '10'];
    expect(seen).toEqual(['POST', '/a%20b?x=1&y={sub}', sent, '{"n":"ж"}']);
  });

  it('should send GET without a body, to IPv6 and to localhost', async () => {
    const host = await http(
      (request, response) => response.end([request.method, request.headers.host].join(' ')),
      '::1',
    );
    const local = await http((request, response) => response.end([request.method, request.headers.host].join(' ')));
    const get = { method: 'GET', headers: {}, body: null } as const;
    const localhost = local.replace('127.0.0.1', 'localhost');

    expect((await sender().send(to(host, get))).outcome).toMatchObject({ status: 200, body: `GET ${host}` });
    expect((await sender().send(to(localhost, get))).outcome).toMatchObject({ body: `GET ${localhost}` });
  });

  it.each([204, 302, 307, 400, 404, 410, 429, 500, 503])(
    'should bring back status %i and follow nothing',
    async (status) => {
      let requests = 0;
      const host = await http((_request, response) => {
        requests += 1;
        response.writeHead(status, { location: '/elsewhere' }).end();
      });

      expect((await sender().send(to(host))).outcome).toMatchObject({ kind: 'answered', status, body: '' });
      expect(requests).toBe(1);
    },
  );

  it('should count a date in Retry-After from the date of the answer', async () => {
    const host = await http((_request, response) => {
      const date = 'Sat, 21 Nov 2026 06:30:00 GMT';
      response.writeHead(503, { date, 'retry-after': 'Sat, 21 Nov 2026 06:31:00 GMT' }).end();
    });

    expect((await sender().send(to(host))).retryAfterMs).toBe(60_000);
  });

  it('should tell that a connection was refused', async () => {
    const host = await http(() => undefined);
    servers.pop()?.close();

    const { outcome } = await sender().send(to(host));

    expect(outcome).toMatchObject({ kind: 'no-answer', code: 'ECONNREFUSED' });
  });

  it('should tell that a name does not exist', async () => {
    const { outcome } = await sender().send(to('no-such-host.invalid'));

    expect(outcome).toMatchObject({ kind: 'no-answer', code: 'ENOTFOUND' });
  });

  it.each([
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['closes', (socket: Socket) => socket.end()],
    ['closes within the headers', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')],
  ])('should call it a reset when the receiver %s', async (_what, talk) => {
    const { outcome } = await sender().send(to(await tcp(talk)));

    expect(outcome).toMatchObject({ kind: 'no-answer', code: 'ECONNRESET' });
  });

  it.each(['http', 'https'])('should time out a silent receiver (%s)', async (scheme) => {
    const host = await tcp(() => undefined);

    const { outcome, durationMs } = await sender().send(to(host, { url: `${scheme}://${host}/`, timeoutMs: 300 }));

    expect(outcome).toMatchObject({ kind: 'no-answer', code: 'ETIMEDOUT' });
    expect(durationMs).toBeGreaterThanOrEqual(299);
    expect(durationMs).toBeLessThan(1_000);
  });

  it('should tell a failed TLS handshake by its code', async () => {
    const host = await http((_request, response) => response.end());

    const { outcome } = await sender().send(to(host, { url: `https://${host}/` }));

    expect(outcome).toMatchObject({ kind: 'no-answer', code: expect.stringMatching(/SSL|EPROTO/) as string });
  });

  it.each([
    ['text', 'hello there, no HTTP here\r\n\r\n'],
    ['bytes', Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46, 0x0a])],
    ['a wrong version', 'HTTP/9.9 200 OK\r\n\r\n'],
    ['a status that is none', 'HTTP/1.1 ABC OK\r\n\r\n'],
    ['status 000', 'HTTP/1.1 000 OK\r\n\r\n'],
    ['a NUL in a header', 'HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['an upgrade nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'],
    ['a header of 1 MB', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(1_048_576)}\r\n\r\n`],
    ['100,000 headers', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(100_000)}\r\n`],
  ])('should call %s malformed', async (_what, bytes) => {
    const { outcome } = await sender().send(to(await tcp((socket) => socket.end(bytes))));

    expect(outcome).toMatchObject({ kind: 'malformed', code: expect.stringMatching(/^HPE_/) as string });
  });

  it.each([
    ['no URL', { url: 'nonsense' }],
    ['another scheme', { url: 'ftp://127.0.0.1/' }],
    ['a file', { url: 'file:///etc/passwd' }],
    ['a bad header name', { headers: { 'a b': 'c' } }],
    ['a header outside Latin-1', { headers: { 'x-a': 'ж' } }],
    ['a header of the connection', { headers: { 'Transfer-Encoding': 'chunked' } }],
  ])('should refuse %s', async (_what, part) => {
    let requests = 0;
    const host = await http(() => (requests += 1));

    const { outcome } = await sender().send(to(host, part));

    expect(outcome).toMatchObject({ kind: 'refused', code: 'EGRESS_REFUSED' });
    expect(requests).toBe(0);
  });
});

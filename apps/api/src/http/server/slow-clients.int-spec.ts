import { Database } from '@app/store';
import { Given, testDatabase } from '@app/testing';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { testApi } from '../../specs/test-api';

/** Long enough for whoever is not slow on purpose, on a machine that is busy. */
const TIMES = { headers: 1_000, body: 1_000, request: 60_000, idle: 1_000, check: 100 };
const MANY = 300;

const db = testDatabase(Database);
const given = new Given(db);
const { url } = testApi(db, {}, TIMES);

/** A connection, and all that the server says on it until it hangs up. */
function open(): { socket: Socket; said: Promise<string> } {
  const { port, hostname } = new URL(url());
  const socket = connect(Number(port), hostname);
  const said = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(text);
    });
  });
  return { socket, said };
}

/** Sends a piece again and again for as long as the other side listens. */
async function drip(socket: Socket, piece: string): Promise<void> {
  while (!socket.destroyed) {
    socket.write(piece);
    await pause(20);
  }
}

const head = (path: string, ...lines: string[]): string =>
  [`${lines.length === 0 ? 'GET' : 'POST'} ${path} HTTP/1.1`, 'host: localhost', ...lines, '', ''].join('\r\n');

describe('a client that takes its time', () => {
  it('should be let go when it never asks for anything', async () => {
    expect(await open().said).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('should be let go when its headers never end', async () => {
    const { socket, said } = open();
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n');
    void drip(socket, 'x-more: 1\r\n');
    expect(await said).toMatch(/^HTTP\/1\.1 408 /);
  });

  it.each(['/postback', '/admin/v1/offers', '/nothing'])(
    'should be let go when its body never ends: %s',
    async (path) => {
      const { socket, said } = open();
      socket.write(head(path, 'content-type: application/json', 'content-length: 1000000'));
      void drip(socket, ' ');
      expect(await said).toMatch(/^HTTP\/1\.1 4\d\d /);
    },
  );

  it('should be let go when it asks for nothing more', async () => {
    const { socket, said } = open();
    socket.write(head('/health/live'));
    expect(await said).toMatch(/^HTTP\/1\.1 200 [^]*"status":"ok"/);
  });

  it('should be answered when it asks for more in time, on the same connection', async () => {
    const { socket, said } = open();
    for (let asked = 0; asked < 3; asked++) {
      socket.write(head('/health/live'));
      await once(socket, 'data');
    }
    expect((await said).match(/HTTP\/1\.1 200 /g)).toHaveLength(3);
  });

  it('should not keep others from being served, however many there are', async () => {
    const { clickUrl } = await given.offer().then(({ id }) => ({
      clickUrl: `${url()}/api/v1/offer-wall/offer-link-redirect?offerId=${id}&pub_member_id=ann`,
    }));
    const slow = Array.from({ length: MANY }, () => open());
    for (const [n, { socket }] of slow.entries()) {
      socket.write(n % 2 === 0 ? 'GET / HT' : head('/postback', 'content-type: application/json', 'content-length: 9'));
    }
    for (let click = 0; click < 20; click++) expect((await fetch(clickUrl, { redirect: 'manual' })).status).toBe(302);
    const said = await Promise.all(slow.map((each) => each.said));
    expect(said.filter((text) => !text.startsWith('HTTP/1.1 408 '))).toEqual([]);
  });
});

describe('what Node.js answers by itself', () => {
  it.each([
    ['no HTTP', 'This is no HTTP.\r\n\r\n', 400],
    ['two lengths', head('/postback', 'content-length: 1', 'content-length: 2'), 400],
    ['a length and chunks', head('/postback', 'content-length: 1', 'transfer-encoding: chunked'), 400],
    ['a header with a line break', 'GET / HTTP/1.1\r\nhost: a\r\nx\ry: 1\r\n\r\n', 400],
    ['headers of more than 16 KiB', head('/', `x: ${'x'.repeat(16_385)}`), 431],
    ['an address of more than 16 KiB', `GET /${'x'.repeat(16_385)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431],
    ['an expectation', head('/postback', 'expect: a-pony', 'content-length: 0'), 417],
  ])('should have the headers of any other error: %s', async (_, sent, status) => {
    const { socket, said } = open();
    socket.write(sent);
    const [headers = '', body = ''] = (await said).split('\r\n\r\n');
    expect(headers).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
    for (const header of ['x-content-type-options: nosniff', 'x-frame-options: DENY', 'cache-control: no-store']) {
      expect(headers.toLowerCase()).toContain(header.toLowerCase());
    }
    expect(headers).toMatch(/content-security-policy: default-src 'none'/i);
    expect(JSON.parse(body)).toMatchObject({ status, errors: [] });
  });
});

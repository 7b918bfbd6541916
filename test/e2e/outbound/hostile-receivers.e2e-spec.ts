import { gzipSync } from 'node:zlib';
import { drips, HostileReceiver, type Hostility, pours, says, saysAndStays } from '@app/testing';
import type { Account } from '../support/account';
import type { DeliveryDetails } from '../support/answers';
import { request } from '../support/http';
import { testPitlane } from '../support/pitlane';

const OK = 'HTTP/1.1 200 OK\r\n';
const LONG = `X: ${'y'.repeat(10_000)}\r\n`;
const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno';
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'x'));

const pitlane = testPitlane({ DELIVERY_TIMEOUT: '1500ms' });
const receivers: HostileReceiver[] = [];

afterEach(() => {
  for (const receiver of receivers.splice(0)) receiver.close();
});

async function receive(hostility: Hostility): Promise<HostileReceiver> {
  const receiver = await new HostileReceiver(hostility).listen();
  receivers.push(receiver);
  return receiver;
}

/** A callback's delivery after its first attempt. */
async function attempted(account: Account, { port }: HostileReceiver): Promise<DeliveryDetails> {
  await account.callback({ url: `http://127.0.0.1:${port}/callback` });
  const { conversionId } = await account.convertNew(await account.offer());
  await account.advance(1);
  const [{ id } = { id: '' }] = await account.deliveries(`conversionId=${conversionId}`);
  return account.delivery(id);
}

async function frozen(): Promise<Account> {
  const account = await pitlane().account();
  await account.freeze();
  return account;
}

describe('a hostile receiver', () => {
  it.each<[string, Hostility['talk'], string, number | string]>([
    ['a body without end', pours(`${OK}\r\n`, 'x'.repeat(65_536)), 'Sent', 200],
    ['a bomb', says(`${OK}Content-Encoding: gzip\r\n\r\n`, BOMB), 'Sent', 200],
    ['a body that drips', drips(`${OK}\r\n`, 'x'), 'Sent', 200],
    ['half a body', says(`${OK}Content-Length: 100\r\n\r\nx`), 'Sent', 200],
    ['chunks of no size', says(`${OK}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\nzz\r\n`), 'Sent', 200],
    ['headers that drip', drips(OK, 'X: y\r\n'), 'Pending', 'ETIMEDOUT'],
    ['a reset in the headers', (socket) => socket.write(OK, () => socket.resetAndDestroy()), 'Pending', 'ECONNRESET'],
    ['headers without end', pours(OK, LONG), 'Failed', 'HPE_HEADER_OVERFLOW'],
    ['hints without end', pours('', `HTTP/1.1 103 Hints\r\n${LONG}\r\n`), 'Failed', 'HPE_HEADER_OVERFLOW'],
    ['a status line without end', pours('HTTP/1.1 200 ', 'x'.repeat(65_536)), 'Failed', 'HPE_HEADER_OVERFLOW'],
    ['HTTP/0.9', says('<html>hello</html>'), 'Failed', 'HPE_'],
  ])('should have its verdict in one attempt: %s', async (_what, talk, status, end) => {
    const receiver = await receive({ talk });
    const delivery = await attempted(await frozen(), receiver);
    const [attempt] = delivery.attempts;

    expect(delivery).toMatchObject({ status, attempts: [{ number: 1 }] });
    if (typeof end === 'number') expect(attempt).toMatchObject({ response: { status: end }, error: null });
    else expect(attempt).toMatchObject({ response: null, error: { code: expect.stringMatching(end) as string } });
    expect(attempt?.response?.body ?? '').toMatch(/^x{0,16384}$/);
    expect(receiver.requests).toEqual(['POST /callback']);
  });

  it('should lead nobody into the own network by a redirect', async () => {
    const inside = await receive({ talk: says(`${OK}\r\n`) });
    const location = `http://127.0.0.1:${inside.port}/`;
    const receiver = await receive({ talk: says(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\n\r\n`) });
    const { status, reason, advice } = await attempted(await frozen(), receiver);

    expect({ status, reason }).toEqual({
      status: 'Failed',
      reason: `The receiver answered 302, a redirect to ${location}`,
    });
    expect(advice).toContain('Redirects are not followed');
    expect(inside.connections).toBe(0);
  });

  it('should not answer for the delivery of another account', async () => {
    const receiver = await receive({ talk: saysAndStays(`${NOT_FOUND}${OK}Content-Length: 0\r\n\r\n`), each: true });
    const [one, other] = [await frozen(), await frozen()];

    for (const account of [one, other]) {
      const delivery = await attempted(account, receiver);
      expect(delivery).toMatchObject({ status: 'Failed', attempts: [{ response: { status: 404, body: 'no' } }] });
    }
    expect(receiver.requests).toHaveLength(2);
  });

  it('should leave the server well', async () => {
    expect((await request(`${pitlane().url}/health/ready`)).status).toBe(200);
    expect(pitlane().output).not.toMatch(/"level":[56]0/);
  });
});

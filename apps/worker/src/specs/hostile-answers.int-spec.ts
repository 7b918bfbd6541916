import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { HttpSender, type SendResult } from '../http-sender';
import { HostileReceiver } from '@app/testing';
import { type HostileCase, HOSTILITIES, SLOW } from './hostilities';

const BODY_LIMIT = 16 * 1024;
const DEADLINE_MS = 20_000;
const receivers: HostileReceiver[] = [];
let sender: HttpSender;

beforeEach(() => {
  sender = new HttpSender({ egress: 'open', egressAllow: [] });
});

afterEach(async () => {
  await sender.close();
  for (const receiver of receivers.splice(0)) receiver.close();
});

async function receive(hostility: HostileCase): Promise<HostileReceiver> {
  const receiver = await new HostileReceiver(hostility).listen();
  receivers.push(receiver);
  return receiver;
}

function send({ scheme = 'http' }: HostileCase, { port }: HostileReceiver, timeoutMs: number): Promise<SendResult> {
  const url = `${scheme}://127.0.0.1:${port}/`;
  return sender.send({ url, method: 'POST', headers: {}, body: '{}', timeoutMs });
}

function judge({ outcome }: SendResult, end: HostileCase['end']): void {
  if ('code' in end) {
    expect(outcome).toMatchObject({ code: expect.stringMatching(end.code) as string });
    return;
  }
  expect(outcome).toMatchObject({ kind: 'answered', status: end.status, bodyTruncated: end.truncated });
  const { body } = outcome as { body: string };
  expect(body.slice(0, end.body.length)).toBe(end.body);
  expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
}

const byName = (cases: readonly HostileCase[]) => cases.map((each) => [each.name, each] as const);

describe('a hostile answer', () => {
  it.each(byName(HOSTILITIES))('should have its verdict at once: %s', async (_name, hostility) => {
    const receiver = await receive(hostility);
    const result = await send(hostility, receiver, DEADLINE_MS);
    judge(result, hostility.end);
    expect(result.durationMs).toBeLessThan(DEADLINE_MS / 2);
    expect(receiver.requests.length).toBeLessThanOrEqual(1);
  });

  it.each(byName(SLOW))('should have its verdict at the deadline: %s', async (_name, hostility) => {
    const receiver = await receive(hostility);
    const result = await send(hostility, receiver, 200);
    judge(result, hostility.end);
    expect(result.durationMs).toBeGreaterThanOrEqual(199);
    expect(receiver.requests).toHaveLength(1);
  });
});

describe('hostile answers, one after the other', () => {
  const gc = (): void => {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
  };
  const usedBytes = (): number => {
    gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const round = async (): Promise<void> => {
    for (const hostility of HOSTILITIES) {
      const receiver = await receive(hostility);
      await send(hostility, receiver, DEADLINE_MS);
      await settled(receiver);
    }
  };
  /** The other side has let go of all but a connection that waits for its next request. */
  const settled = async (receiver: HostileReceiver): Promise<void> => {
    await receiver.quiet(1);
    receivers.splice(receivers.indexOf(receiver), 1);
    receiver.close();
    await receiver.quiet(0);
  };

  it('should leave neither memory nor connections behind, 200 of them', async () => {
    await round();
    const before = usedBytes();
    for (let left = 200; left > 0; left -= HOSTILITIES.length) await round();
    expect(usedBytes() - before).toBeLessThan(8 * 1024 * 1024);
  }, 90_000);
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Account } from '../support/account';
import { AdminClient } from '../support/admin-client';
import { testPitlane } from '../support/pitlane';

const MINUTE_MS = 60_000;
/** Of the retries, from the first attempt on. */
const LADDER = [2, 6, 14, 30, 62].map((minutes) => minutes * MINUTE_MS);
const ACCOUNTS = 100;
const AT_ONCE = 200;

interface Advanced {
  now: string;
  attempted: number;
  fired: { kind: string; conversionId: string; number: number; outcome: string; at: string }[];
  next: string | null;
}

const pitlane = testPitlane();
let receiver: Server;
let hook: string;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(503).end());
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  hook = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
});

afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

/** Stands still, with a callback that nobody takes. */
async function failing(): Promise<{ account: Account; conversionId: string; start: number }> {
  const account = await pitlane().account();
  await account.callback({ url: hook });
  const { now } = await account.freeze();
  const { conversionId } = await account.convertNew(await account.offer());
  // Answers once the first attempt has been made.
  await account.api.post('/emulator/clock/advance', { to: now });
  return { account, conversionId, start: Date.parse(now) };
}

async function inParallel<Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

describe('a hundred accounts', () => {
  it('should climb their ladders at once, each at its own instants, and none another’s', async () => {
    const failings = await inParallel(ACCOUNTS, failing);
    const advanced = await Promise.all(
      failings.map(({ account }, index) =>
        account.api.post<Advanced>(
          '/emulator/clock/advance',
          index % 2 === 0 ? { untilIdle: true } : { by: `${String(62 + index)}m` },
        ),
      ),
    );
    for (const [index, { fired, next, attempted, now }] of advanced.entries()) {
      const { conversionId, start } = failings[index] ?? { conversionId: '', start: 0 };
      expect(fired.map(({ at }) => Date.parse(at) - start)).toEqual(LADDER);
      expect(fired.map(({ number, outcome }) => [number, outcome])).toEqual(
        [2, 3, 4, 5, 6].map((number) => [number, number === 6 ? 'failed' : 'retry']),
      );
      expect([attempted, next, new Set(fired.map((each) => each.conversionId))]).toEqual([
        5,
        null,
        new Set([conversionId]),
      ]);
      expect(Date.parse(now) - start).toBe((index % 2 === 0 ? 62 : 62 + index) * MINUTE_MS);
    }
  });
});

describe('two hundred accounts', () => {
  it('should be made, emptied and deleted at once', async () => {
    const root = new AdminClient(pitlane().url, pitlane().adminKey);
    const slugs = await inParallel(AT_ONCE, async (index) => {
      const { slug } = await root.post<{ slug: string }>('/accounts', { slug: `many-${String(index)}` });
      return slug;
    });
    expect(new Set(slugs).size).toBe(AT_ONCE);
    await inParallel(AT_ONCE, (index) =>
      pitlane()
        .rootOn(slugs[index] ?? '')
        .post('/offers', { name: 'Boost Card', link: 'https://advertiser.example/?c={gk_click_id}' }),
    );
    const emptied = await inParallel(AT_ONCE, (index) =>
      pitlane()
        .rootOn(slugs[index] ?? '')
        .post<{ deleted: Record<string, number> }>('/emulator/reset', {}),
    );
    expect(emptied.map(({ deleted }) => deleted['offers'])).toEqual(slugs.map(() => 1));
    await inParallel(AT_ONCE, (index) => root.delete(`/accounts/${slugs[index] ?? ''}`));
    expect(await root.list('/accounts?search=many-')).toEqual([]);
  });
});

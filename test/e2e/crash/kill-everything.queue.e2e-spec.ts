import { Receivers, until } from '@app/testing';
import { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from '../support/account';
import type { CallbackBody } from '../support/answers';
import { startPitlane } from '../support/pitlane';
import { freePort } from '../support/system/free-port';
import { testFolders } from '../support/system/temporary-folder';
import { Load } from './load';

const ROUNDS = 6;
const CALLERS = 6;
const SHORTEST_ROUND_MS = 150;
const LONGEST_ROUND_MS = 1_200;
/** The longest lease that a dead worker leaves behind, twice, and time to send what was waiting. */
const RECOVERY_MS = 60_000;

const folder = testFolders();
const receivers = new Receivers();

afterAll(() => receivers.closeAll());

/** Redis may lose everything, too: here all of our queue. */
async function emptyQueue(): Promise<void> {
  const { TEST_REDIS_URL } = process.env;
  if (TEST_REDIS_URL === undefined) return;
  const redis = new Redis(TEST_REDIS_URL);
  const keys = await redis.keys('bull:deliveries:*');
  if (keys.length > 0) await redis.del(keys);
  await redis.quit();
}

/** A column of a whole list. */
async function column(account: Account, path: string, name: string): Promise<string[]> {
  const { text } = await account.api.call('GET', `${path}${path.includes('?') ? '&' : '?'}format=csv`);
  const [head = '', ...rows] = text.trim().split('\n');
  const index = head.split(',').indexOf(name);
  return rows.map((row) => row.split(',')[index] ?? '');
}

const count = async (account: Account, filter: string): Promise<number> =>
  (await account.api.get<{ totalCount: number }>(`/deliveries?${filter}&page_size=1`)).totalCount;

describe('SIGKILL of everything, at random, under load', () => {
  it('should lose nothing that was acknowledged, and deliver every callback', async () => {
    const receiver = await receivers.start();
    const dataDir = folder();
    const env = { PORT: String(await freePort()), DELIVERY_TIMEOUT: '1s' };
    let pitlane = await startPitlane({ dataDir, env });
    const account = await pitlane.account();
    await account.callback({ url: receiver.url });
    const load = new Load(account, await account.offer(), CALLERS);
    for (let round = 1; round <= ROUNDS; round++) {
      await pause(SHORTEST_ROUND_MS + Math.random() * (LONGEST_ROUND_MS - SHORTEST_ROUND_MS));
      await pitlane.killAll();
      await emptyQueue();
      pitlane = await startPitlane({ dataDir, env });
    }
    await load.stop();
    expect(load.conversions.length).toBeGreaterThan(ROUNDS * CALLERS);

    const clicks = new Set(await column(account, '/clicks', 'id'));
    expect(load.clicks.filter((id) => !clicks.has(id))).toEqual([]);
    const conversions = await column(account, '/conversions', 'id');
    expect(load.conversions.filter((id) => !new Set(conversions).has(id))).toEqual([]);

    await until(async () => (await count(account, 'status=Pending')) === 0, { within: RECOVERY_MS });
    expect(await count(account, 'status=Sent')).toBe(conversions.length);
    const bodies = receiver.bodies as CallbackBody[];
    const arrived = new Set(bodies.map(({ conversion }) => conversion.conversionId));
    expect(conversions.filter((id) => !arrived.has(id))).toEqual([]);

    // Twice only what may have been under way at a kill, and each time it says so.
    const times = new Map<string, number>();
    for (const { id } of bodies) times.set(id, (times.get(id) ?? 0) + 1);
    const twice = [...times].filter(([, many]) => many > 1);
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(conversions.length);
    for (const [id, many] of twice) {
      const { attempts } = await account.delivery(id);
      expect(attempts.filter(({ possibleDuplicate }) => possibleDuplicate).length).toBeGreaterThanOrEqual(many);
    }
    expect(await pitlane.stop()).toMatchObject({ code: 0 });
  });
});

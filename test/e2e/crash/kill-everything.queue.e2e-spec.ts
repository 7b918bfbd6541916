import { Receivers, until } from '@app/testing';
import { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallbackBody } from '../support/answers';
import { startPitlane } from '../support/pitlane';
import { freePort } from '../support/system/free-port';
import { testFolders } from '../support/system/temporary-folder';
import { allIds, arrivals, countDeliveries } from './ledger';
import { Load } from './load';
import { ownRedis } from '../support/own-redis';

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
  const redisUrl = ownRedis();
  if (redisUrl === undefined) return;
  const redis = new Redis(redisUrl);
  const keys = await redis.keys('bull:deliveries:*');
  if (keys.length > 0) await redis.del(keys);
  await redis.quit();
}

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

    const clicks = new Set(await allIds(account, '/clicks'));
    expect(load.clicks.filter((id) => !clicks.has(id))).toEqual([]);
    const conversions = await allIds(account, '/conversions');
    expect(load.conversions.filter((id) => !new Set(conversions).has(id))).toEqual([]);

    await until(async () => (await countDeliveries(account, 'status=Pending')) === 0, { within: RECOVERY_MS });
    expect(await countDeliveries(account, 'status=Sent')).toBe(conversions.length);
    const bodies = receiver.bodies as CallbackBody[];
    const arrived = new Set(bodies.map(({ conversion }) => conversion.conversionId));
    expect(conversions.filter((id) => !arrived.has(id))).toEqual([]);

    // Twice only what may have been under way at a kill, and each time it says so.
    const times = arrivals(bodies);
    expect(times.size).toBe(conversions.length);
    for (const [id, many] of [...times].filter(([, each]) => each > 1)) {
      const { attempts } = await account.delivery(id);
      expect(attempts.filter(({ possibleDuplicate }) => possibleDuplicate).length).toBeGreaterThanOrEqual(many);
    }
    expect(await pitlane.stop()).toMatchObject({ code: 0 });
  });
});

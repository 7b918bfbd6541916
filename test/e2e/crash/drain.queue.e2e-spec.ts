import { Receivers, until } from '@app/testing';
import type { CallbackBody } from '../support/answers';
import { startPitlane } from '../support/pitlane';
import { freePort } from '../support/system/free-port';
import { testFolders } from '../support/system/temporary-folder';
import { allIds, arrivals, countDeliveries } from './ledger';
import { Load } from './load';

const ROUNDS = 2;
const CALLERS = 6;

const folder = testFolders();
const receivers = new Receivers();

afterAll(() => receivers.closeAll());

describe('SIGTERM under load', () => {
  it('should lose nothing that was acknowledged, and deliver every callback exactly once', async () => {
    const receiver = await receivers.start();
    const dataDir = folder();
    const env = { PORT: String(await freePort()) };
    let pitlane = await startPitlane({ dataDir, env });
    const account = await pitlane.account();
    await account.callback({ url: receiver.url });
    const load = new Load(account, await account.offer(), CALLERS);
    for (let round = 1; round <= ROUNDS; round++) {
      const enough = load.conversions.length + 100;
      await until(() => load.conversions.length >= enough);
      const ending = await pitlane.stop('SIGTERM');
      expect(ending).toMatchObject({ code: 0 });
      expect(ending.tookMs).toBeLessThan(5_000);
      pitlane = await startPitlane({ dataDir, env });
    }
    await load.stop();

    const [clicks, conversions] = [new Set(await allIds(account, '/clicks')), await allIds(account, '/conversions')];
    expect(load.clicks.filter((id) => !clicks.has(id))).toEqual([]);
    expect(load.conversions.filter((id) => !new Set(conversions).has(id))).toEqual([]);
    // Nothing waits for the lease of a worker that ended properly.
    await until(async () => (await countDeliveries(account, 'status=Pending')) === 0, { within: 5_000 });
    const times = arrivals(receiver.bodies as CallbackBody[]);
    expect(times.size).toBe(conversions.length);
    expect([...times].filter(([, many]) => many > 1)).toEqual([]);
    await pitlane.stop();
  });
});

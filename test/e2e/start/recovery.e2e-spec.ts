import { until } from '@app/testing';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from '../support/http';
import { launchPitlane, startPitlane, type Pitlane } from '../support/pitlane';
import { kill, processesOf, serverOf } from '../support/system/processes';
import { testFolders } from '../support/system/temporary-folder';

const folder = testFolders();

/** Makes an acknowledged click, so that there is something to lose. */
async function makeClick(pitlane: Pitlane): Promise<string> {
  const account = await pitlane.account();
  const { clickId } = await account.click(await account.offer());
  return clickId;
}

async function hasClick(pitlane: Pitlane, clickId: string): Promise<boolean> {
  const { status } = await request(`${pitlane.url}/postback?gk_click_id=${clickId}`);
  return status === 200;
}

describe('pitlane start, after a crash', () => {
  it('should go on after SIGKILL of the program alone', async () => {
    const dataDir = folder();
    const killed = await startPitlane({ dataDir });
    const clickId = await makeClick(killed);
    await killed.process.end('SIGKILL');

    const next = await startPitlane({ dataDir });
    expect(await hasClick(next, clickId)).toBe(true);
    expect(await next.stop()).toMatchObject({ code: 0 });
    await until(() => processesOf(dataDir).length === 0);
  });

  it('should go on after SIGKILL of the database', async () => {
    const dataDir = folder();
    const hurt = await startPitlane({ dataDir });
    const clickId = await makeClick(hurt);
    kill(serverOf(dataDir));
    await until(
      () => hurt.process.hasEnded || request(`${hurt.url}/health/ready`).then(({ status }) => status === 503),
    );
    const ending = await hurt.stop();
    expect(ending.tookMs).toBeLessThan(6_000);

    const next = await startPitlane({ dataDir });
    expect(await hasClick(next, clickId)).toBe(true);
    await next.stop();
  });

  it('should go on after SIGKILL of everything in the middle of a first start', async () => {
    const dataDir = folder();
    const starting = await launchPitlane({ dataDir });
    await until(() => processesOf(dataDir).length > 0, { within: 20_000 });
    await starting.killAll();

    const next = await startPitlane({ dataDir });
    expect(await next.root.list('/offers')).toHaveLength(2);
    await next.stop();
  });

  it('should not be held up by stale locks, even when their process ids belong to somebody else by now', async () => {
    const dataDir = folder();
    const killed = await startPitlane({ dataDir });
    const clickId = await makeClick(killed);
    await killed.killAll();
    // As a machine leaves it that lost its power and has other processes with these numbers after it started again.
    const lock = join(dataDir, 'postgres', 'postmaster.pid');
    const owner = join(dataDir, 'postgres.owner');
    expect([existsSync(lock), existsSync(owner)]).toEqual([true, true]);
    writeFileSync(lock, `${process.pid}\n${join(dataDir, 'postgres')}\n1\n1\n\n127.0.0.1\n0 0\nready\n`);
    writeFileSync(owner, JSON.stringify({ pid: process.pid, started: 'another boot/1' }));

    const next = await startPitlane({ dataDir });
    expect(await hasClick(next, clickId)).toBe(true);
    await next.stop();
  });
});

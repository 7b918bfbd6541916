import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { startPitlane } from '../support/pitlane';
import { processesOf } from '../support/system/processes';
import { PITLANE, ProductProcess, START } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';

const folder = testFolders();

/** Starts what must not start; answers its exit code and words. */
async function refused(
  command: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; words: string }> {
  const started = new ProductProcess({ command, env });
  const { code } = await started.ended();
  return { code, words: started.output.trim() };
}

describe('pitlane start', () => {
  it('should say in one sentence that the port is in use, and leave with 1', async () => {
    const dataDir = folder();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, words } = await refused(START, { PORT: String(port), PITLANE_DATA_DIR: dataDir });
    taken.close();
    expect({ code, words }).toEqual({
      code: 1,
      words: `Port ${port} on 127.0.0.1 is in use already. Stop what listens there, or choose another: PORT=8081 npm start`,
    });
    expect(processesOf(dataDir)).toEqual([]);
  });

  it('should name every bad setting at once, without a stack', async () => {
    const bad = {
      PORT: '99999',
      DATABASE_URL: 'mysql://nowhere',
      REDIS_URL: 'nowhere',
      PITLANE_PROFILE: 'staging',
      PUBLIC_URL: 'not a url',
      DELIVERY_TIMEOUT: 'soon',
      PITLANE_ADMIN_KEY: 'short',
    };
    const { code, words } = await refused(START, { PITLANE_DATA_DIR: folder(), ...bad });
    expect(code).toBe(1);
    for (const name of Object.keys(bad)) expect(words).toContain(name);
    expect(words).not.toMatch(/\n\s+at /);
  });

  it('should name the setting when the host is none of this machine', async () => {
    const { code, words } = await refused(START, { HOST: 'no-such-host.invalid', PITLANE_DATA_DIR: folder() });
    expect(code).toBe(1);
    expect(words).toMatch(/^HOST=no-such-host\.invalid is no address of this machine \((ENOTFOUND|EAI_AGAIN)\)\./);
  });

  it('should say so when the data directory cannot be made', async () => {
    const { code, words } = await refused(START, { PITLANE_DATA_DIR: '/proc/pitlane' });
    expect(code).toBe(1);
    expect(words).toMatch(/^The data directory \/proc\/pitlane cannot be used: /);
  });

  it.each([
    ['an unknown command', ['launch']],
    ['an unknown option', ['start', '--fast']],
  ])('should leave with 2 at %s', async (_, args) => {
    expect(await refused([PITLANE, ...args], { PITLANE_DATA_DIR: folder() })).toMatchObject({ code: 2 });
  });

  it('should say who uses the data directory', async () => {
    const dataDir = folder();
    const first = await startPitlane({ dataDir });
    const { code, words } = await refused(START, { PORT: '0', PITLANE_DATA_DIR: dataDir });
    expect({ code, words }).toEqual({
      code: 1,
      words: `The data directory ${dataDir} is already in use by process ${first.process.pid}.`,
    });
    expect(await first.root.list('/offers')).toHaveLength(2);
    await first.stop();
  });

  it.each(['api', 'worker'])('should not let %s start alone without DATABASE_URL', async (app) => {
    const { code, words } = await refused([PITLANE, app], { PITLANE_DATA_DIR: folder() });
    expect({ code, words }).toEqual({ code: 1, words: expect.stringContaining('DATABASE_URL') as string });
  });

  it('should tell in one sentence that no database answers', async () => {
    const env = { DATABASE_URL: 'postgres://pitlane@127.0.0.1:1/pitlane', PITLANE_DATA_DIR: folder(), PORT: '0' };
    const { code, words } = await refused(START, env);
    expect(code).toBe(1);
    expect(words.split('\n')).toHaveLength(1);
  });
});

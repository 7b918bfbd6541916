import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { until } from '@app/testing';
import { startPitlane } from '../../../libs/testkit/src';
import { processesOf } from '../support/system/processes';
import { ROOT } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';
import { MAIN } from './kit';

const PROGRAM = join(__dirname, 'child-program.cjs');
const KIT = join(ROOT, 'dist/libs/testkit/src/index.js');

interface Said {
  url: string;
  key: string;
  slug: string;
}

/** A process of its own that uses the kit, in a folder that names all that came of it. */
class TestRun {
  readonly child: ChildProcess;

  constructor(
    private readonly folder: string,
    options: object,
  ) {
    const given = JSON.stringify({ main: MAIN, ...options });
    this.child = spawn(process.execPath, [PROGRAM, KIT, given], {
      env: { PATH: process.env['PATH'], TMPDIR: folder },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  async said(): Promise<Said> {
    const [stdout, stderr] = [this.child.stdout!, this.child.stderr!];
    const [text] = (await Promise.race([once(stdout, 'data'), once(stderr, 'data')])) as [Buffer];
    return JSON.parse(text.toString()) as Said;
  }

  async complaint(): Promise<string> {
    let text = '';
    this.child.stderr!.on('data', (piece: Buffer) => (text += piece.toString()));
    await once(this.child, 'close');
    return text;
  }

  async stop(word = 'stop'): Promise<void> {
    this.child.stdin!.write(word);
    await once(this.child, 'close');
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'close');
  }

  /** Nothing that it has started is left. */
  gone(): Promise<unknown> {
    return until(() => processesOf(this.folder).length === 0, { within: 20_000 });
  }
}

/** The folders that servers keep their data in. */
const dataIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('pitlane-kit-'));

const isUp = (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );

describe('a server of the test kit', () => {
  const newFolder = testFolders();

  it('should be gone, with its data, when it is stopped', async () => {
    const folder = newFolder();
    const run = new TestRun(folder, {});
    const { url } = await run.said();
    expect([await isUp(url), dataIn(folder).length]).toEqual([true, 1]);
    await run.stop();
    expect([await isUp(url), dataIn(folder)]).toEqual([false, []]);
  });

  it('should be gone when the process that started it was killed', async () => {
    const folder = newFolder();
    const run = new TestRun(folder, {});
    const { url } = await run.said();
    await run.kill();
    await run.gone();
    expect([await isUp(url), dataIn(folder)]).toEqual([false, []]);
  });

  it('should be stopped in peace when it has ended by itself, and calls say that nobody answers', async () => {
    const platform = await startPitlane({ main: MAIN });
    const server = processesOf('leash.cjs').find(({ parent }) => parent === process.pid);
    process.kill(server!.pid, 'SIGKILL');
    await until(async () => !(await isUp(platform.url)));
    await expect(platform.account()).rejects.toThrow(
      /^POST http.*: nobody answers \(.*\)\. Is the server still running\?/,
    );
    await platform.stop();
  });

  it('should take settings, and say why it could not start', async () => {
    const started = startPitlane({ main: MAIN, settings: { DELIVERY_MAX_RETRIES: 'many' } });
    await expect(started).rejects.toThrow(/^Pitlane did not start:\n[^]*DELIVERY_MAX_RETRIES/);
    const folder = newFolder();
    expect(await new TestRun(folder, { main: join(ROOT, 'nowhere.js') }).complaint()).toMatch(
      /^There is no .*nowhere\.js/,
    );
    expect(dataIn(folder)).toEqual([]);
  });

  it('should be one that runs already, where that is named', async () => {
    const own = await startPitlane({ main: MAIN });
    try {
      const connected = await startPitlane({ connect: { url: own.url, key: own.rootKey } });
      await connected.offer();
      await connected.stop();
      expect(await isUp(own.url)).toBe(true);
    } finally {
      await own.stop();
    }
  });

  it('should run in the process of the test', async () => {
    const platform = await startPitlane({ main: MAIN, inProcess: true });
    try {
      const receiver = await platform.receiver();
      await platform.callback(receiver);
      await platform.convert(await platform.click(await platform.offer()));
      await receiver.waitFor({ json: { conversion: { status: 'Success' } } });
    } finally {
      await platform.stop();
    }
    expect(await isUp(platform.url)).toBe(false);
  });
});

describe('a server that test files share', () => {
  const newFolder = testFolders();
  const sharing = (lingerMs = 200): object => ({ shared: { name: randomUUID(), lingerMs } });

  it('should be one for all that come at once, each with an account of its own, until the last has left', async () => {
    const [folder, options] = [newFolder(), sharing()];
    const runs = Array.from({ length: 4 }, () => new TestRun(folder, options));
    const said = await Promise.all(runs.map((run) => run.said()));
    const [{ url, key } = { url: '', key: '' }] = said;
    expect(said).toEqual(said.map(({ slug }) => ({ url, key, slug })));
    expect(new Set(said.map(({ slug }) => slug)).size).toBe(4);
    const [first, ...others] = runs;
    await Promise.all(others.map((run) => run.stop()));
    expect(await isUp(url)).toBe(true);
    await first!.stop();
    await first!.gone();
    expect(await isUp(url)).toBe(false);
  });

  it('should outlive the process that started it, when that is killed', async () => {
    const [folder, options] = [newFolder(), sharing()];
    const starter = new TestRun(folder, options);
    const { url } = await starter.said();
    const other = new TestRun(folder, options);
    expect(await other.said()).toMatchObject({ url });
    await starter.kill();
    const third = new TestRun(folder, options);
    expect(await third.said()).toMatchObject({ url });
    await Promise.all([other.kill(), third.kill()]);
    await third.gone();
  });

  it('should be replaced when it was killed itself', async () => {
    const [folder, options] = [newFolder(), sharing()];
    const run = new TestRun(folder, options);
    const { url } = await run.said();
    for (const { pid, command } of processesOf(folder)) if (command.includes('leash')) process.kill(pid, 'SIGKILL');
    await until(async () => !(await isUp(url)));
    const next = new TestRun(folder, options);
    const said = await next.said();
    expect(said.url).not.toBe(url);
    expect(await isUp(said.url)).toBe(true);
    await Promise.all([run.kill(), next.stop()]);
    await next.gone();
  });

  it('should end for everybody when a global tear-down says so', async () => {
    const [folder, options] = [newFolder(), sharing(60_000)];
    const [first, second] = [new TestRun(folder, options), new TestRun(folder, options)];
    const [{ url }] = await Promise.all([first.said(), second.said()]);
    await first.stop('shared');
    expect(await isUp(url)).toBe(false);
    await second.kill();
    await second.gone();
  });

  it('should say why it could not start', async () => {
    const run = new TestRun(newFolder(), { ...sharing(), settings: { PITLANE_PROFILE: 'festive' } });
    expect(await run.complaint()).toMatch(/^Pitlane did not start:\n[^]*PITLANE_PROFILE/);
  });
});

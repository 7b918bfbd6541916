import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPitlane } from '../support/pitlane';
import { freePort } from '../support/system/free-port';
import { processesOf } from '../support/system/processes';
import { ProductProcess, START } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';

const folder = testFolders();
const INIT = ['dist/apps/cli/src/main.js', 'init'];
const OFFER = 'offers: [{ name: Mine, link: "https://brand.example/?click={gk_click_id}" }]\n';

/** Runs a command to its end; answers its exit code and words. */
async function ended(
  command: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<{ code: number | null; words: string }> {
  const started = new ProductProcess({ command, cwd, env });
  const { code } = await started.ended();
  return { code, words: started.output.trim() };
}

describe('pitlane init', () => {
  it('should write a seed that a start in the folder loads, and never over one that is there unless it is forced', async () => {
    const cwd = folder();
    const file = join(cwd, 'pitlane.seed.yaml');
    expect(await ended(INIT, { cwd })).toEqual({
      code: 0,
      words: 'pitlane.seed.yaml is written: "pitlane start" in this folder loads it into an empty store.',
    });
    const starter = readFileSync(file, 'utf8');
    writeFileSync(file, 'mine');
    expect(await ended(INIT, { cwd })).toEqual({
      code: 1,
      words: 'pitlane.seed.yaml is there already. Use --force to write it anew.',
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await ended([...INIT, '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(starter);

    const dataDir = join(cwd, '.pitlane');
    const first = await startPitlane({ cwd, dataDir });
    expect(first.output).toContain(
      'Seeded from pitlane.seed.yaml: account demo with 2 offers, 1 partner, 1 click, 1 conversion.',
    );
    expect(await first.root.list('/offers?search=Boost')).toMatchObject([{ name: 'Boost Card' }]);
    await first.stop();
    writeFileSync(file, 'nonsense: true');
    const second = await startPitlane({ cwd, dataDir });
    expect(second.output).not.toContain('Seeded');
    expect(await second.root.list('/offers')).toHaveLength(2);
    await second.stop();
  });
});

describe('pitlane start', () => {
  it('should end with every line of a seed that is wrong, and begin anew once it is right', async () => {
    const cwd = folder();
    const file = join(cwd, 'pitlane.seed.yaml');
    const dataDir = join(cwd, '.pitlane');
    writeFileSync(file, 'offers:\n  - name: A\n    lnk: https://a.example\nclock: 5\n');
    const env = { PORT: String(await freePort()), PITLANE_DATA_DIR: dataDir };
    expect(await ended(START, { cwd, env })).toEqual({
      code: 1,
      words: [
        "pitlane.seed.yaml can't be loaded:",
        'line 2, column 5: offers[0].link is needed',
        'line 3, column 5: offers[0].lnk is unknown. Did you mean link?',
        'line 4, column 8: clock must be an object of named fields',
      ].join('\n'),
    });
    expect(processesOf(dataDir)).toEqual([]);
    writeFileSync(file, OFFER);
    const pitlane = await startPitlane({ cwd, dataDir });
    expect(await pitlane.root.list('/offers')).toMatchObject([{ name: 'Mine' }]);
    await pitlane.stop();
  });

  it('should load the seed that is named instead, and none when told so', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'pitlane.seed.yaml'), 'nonsense: true');
    writeFileSync(join(cwd, 'other.yaml'), OFFER);
    const named = await startPitlane({ cwd, dataDir: join(cwd, 'a'), env: { PITLANE_SEED: 'other.yaml' } });
    expect(named.output).toContain('Seeded from other.yaml');
    await named.stop();
    const env = { PORT: String(await freePort()), PITLANE_DATA_DIR: join(cwd, 'b') };
    const without = new ProductProcess({ command: [...START, '--no-seed'], cwd, env });
    await without.says(/^Ready\. \d+ ms/m);
    expect(without.output).toContain('Try ');
    expect(without.output).not.toContain('Seeded');
    await without.end('SIGINT');
  });

  it.each([
    [['--seed', 'gone.yaml'], {}, 'There is no seed gone.yaml.'],
    [['--seed', 'x.yaml'], { PITLANE_PROFILE: 'production' }, 'Seeds are loaded in the profile local alone'],
  ])('should refuse %j with %j before anything is started', async (options, settings, words) => {
    const cwd = folder();
    const refused = await ended([...START, ...options], {
      cwd,
      env: { PITLANE_DATA_DIR: join(cwd, 'd'), ...settings },
    });
    expect([refused.code, refused.words]).toEqual([1, expect.stringContaining(words)]);
    expect(existsSync(join(cwd, 'd'))).toBe(false);
  });
});

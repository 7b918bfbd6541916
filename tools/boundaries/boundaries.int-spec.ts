import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Files, HOUSE, VIOLATIONS } from './planted';

const ROOT = join(__dirname, '..', '..');
const DEPCRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Cruise {
  summary: {
    violations: { from: string; rule: { name: string } }[];
    ruleSetUsed: { forbidden: { name: string }[] };
  };
}

async function build(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await copyFile(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
}

/** Runs this repository's rules over a pretended repository in `folder`. */
async function cruise(folder: string): Promise<Cruise['summary']> {
  const config = join(ROOT, '.dependency-cruiser.cjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [DEPCRUISE, '--config', config, '--output-type', 'json', 'apps', 'libs', 'test'],
    { cwd: folder, maxBuffer: 32 * 1024 * 1024 },
  );
  return (JSON.parse(stdout) as Cruise).summary;
}

describe('the dependency rule', () => {
  let home: string;
  let kept: Cruise['summary'];
  let broken: Cruise['summary'];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'pitlane-boundaries-'));
    const planted = Object.values(VIOLATIONS).flat();
    await build(join(home, 'kept'), HOUSE);
    await build(join(home, 'broken'), Object.assign({}, HOUSE, ...planted.map(({ files }) => files)) as Files);
    [kept, broken] = await Promise.all([cruise(join(home, 'kept')), cruise(join(home, 'broken'))]);
  }, 30_000);

  afterAll(() => rm(home, { recursive: true, force: true }));

  it('should find nothing where every rule is kept', () => {
    expect(kept.violations).toEqual([]);
  });

  it('should have a planted violation for every rule', () => {
    expect(Object.keys(VIOLATIONS).sort()).toEqual(broken.ruleSetUsed.forbidden.map(({ name }) => name).sort());
  });

  const cases = Object.entries(VIOLATIONS).flatMap(([rule, ways]) =>
    ways.map(({ culprit }) => [rule, culprit] as const),
  );

  it.each(cases)('should apply %s to %s', (rule, culprit) => {
    const culprits = broken.violations.filter(({ rule: { name } }) => name === rule).map(({ from }) => from);
    expect(culprits).toContain(culprit);
  });

  it('should accuse nobody but the culprits', () => {
    const planted = new Set(
      Object.values(VIOLATIONS).flatMap((ways) => ways.flatMap(({ files }) => Object.keys(files))),
    );
    expect(broken.violations.map(({ from }) => from).filter((from) => !planted.has(from))).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build, transform } from 'esbuild';

const TOOLS = join(__dirname, '..');
const PROGRAMS = ['pitlane.cjs', 'launch.cjs', 'source-names.cjs'];
const SOURCE =
  "const word: string = process.argv[3] ?? 'none';\nconsole.log(word);\nif (word === 'fail') throw new Error('as asked');\n";

/** Makes the list of lines, as tools/bundle/main.mjs does, of a map that it is given. */
const LINES = `
  import { readFileSync } from 'node:fs';
  import { linesOf } from ${JSON.stringify(pathToFileURL(join(TOOLS, 'lines.mjs')))};
  console.log(JSON.stringify(linesOf(JSON.parse(readFileSync(0, 'utf8')))));
`;

describe('the door of the bundle', () => {
  const door = readFileSync(join(TOOLS, 'pitlane.cjs'), 'utf8');

  it('should be read by a Node.js of any age', async () => {
    await expect(transform(door, { target: 'es5', loader: 'js' })).resolves.toHaveProperty('code');
  });

  it.each<readonly [string, boolean]>([
    ['0.10.48', false],
    ['18.20.4', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['22.0.0', true],
    ['30.1.0', true],
  ])('should open to Node.js %s: %s', (version, isOpen) => {
    let [words, opened, left] = ['', false, 0];
    const process = {
      versions: { node: version },
      version: `v${version}`,
      execPath: '/bin/node',
      stderr: { write: (text: string) => (words += text) },
      exit: (code: number) => {
        left = code;
        throw new Error('left');
      },
    };
    const require = (): void => {
      opened = true;
    };
    try {
      runInNewContext(door.replace(/^#!.*/, ''), { process, require });
    } catch (error) {
      expect((error as Error).message).toBe('left');
    }
    expect({ opened, left }).toEqual({ opened: isOpen, left: isOpen ? 0 : 1 });
    expect(words).toBe(isOpen ? '' : `Pitlane needs Node.js 20.19 or newer, and this is v${version} (/bin/node).\n`);
  });
});

describe('launching the bundle', () => {
  let home: string;

  /** A bundle as tools/bundle/main.mjs writes one, of another program. */
  const bundle = async (source: string): Promise<void> => {
    mkdirSync(join(home, 'apps'), { recursive: true });
    writeFileSync(join(home, 'apps/program.ts'), source);
    const { outputFiles } = await build({
      absWorkingDir: home,
      entryPoints: ['apps/program.ts'],
      outfile: 'bundle.cjs',
      write: false,
      format: 'cjs',
      platform: 'node',
      sourcemap: 'external',
      banner: { js: `// ${String(source.length).padStart(64, '0')}\n(function (require, __dirname, __filename) {` },
      footer: { js: '})' },
    });
    const textOf = (name: string): string => outputFiles.find(({ path }) => path.endsWith(name))!.text;
    writeFileSync(join(home, 'bundle.cjs'), textOf('bundle.cjs'));
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', LINES], {
      input: textOf('bundle.cjs.map'),
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    writeFileSync(join(home, 'bundle.cjs.lines.json'), stdout);
  };
  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [join(home, 'pitlane.cjs'), ...args], { encoding: 'utf8' });
  const kept = (): string[] => readdirSync(join(home, 'compiled'));
  const numberOf = (name: string | undefined): number => statSync(join(home, 'compiled', name ?? '')).ino;

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'pitlane launch '));
    for (const name of PROGRAMS) copyFileSync(join(TOOLS, name), join(home, name));
    await bundle(SOURCE);
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('should keep what was compiled, and use it until there is another bundle', async () => {
    expect(run('start', 'one')).toMatchObject({ status: 0, stdout: 'one\n', stderr: '' });
    const [name, ...more] = kept();
    expect([name, more]).toEqual([`server-${process.version}-${process.platform}-${process.arch}`, []]);
    const first = numberOf(name);
    expect(run('start', 'two')).toMatchObject({ stdout: 'two\n' });
    expect(numberOf(name)).toBe(first);
    await bundle(`${SOURCE}console.log('new');\n`);
    expect(run('start', 'three')).toMatchObject({ stdout: 'three\nnew\n' });
    expect(numberOf(name)).not.toBe(first);
    expect(kept()).toHaveLength(1);
  });

  it('should keep apart what a server and a command run on, and let only the start write the former', () => {
    run('worker', 'one');
    run('offers', 'two');
    expect(kept()).toEqual([expect.stringMatching(/^command-/)]);
  });

  it('should run without what was compiled when it is broken or may not be kept', () => {
    run('start', 'one');
    const [name = ''] = kept();
    const path = join(home, 'compiled', name);
    const whole = readFileSync(path);
    for (const broken of [whole.subarray(0, 100), whole.subarray(0, 30), Buffer.alloc(0)]) {
      writeFileSync(path, broken);
      expect(run('start', 'two')).toMatchObject({ status: 0, stdout: 'two\n', stderr: '' });
      expect(statSync(path).size).toBeGreaterThan(200);
    }
    rmSync(join(home, 'compiled'), { recursive: true });
    writeFileSync(join(home, 'compiled'), 'not a folder');
    expect(run('start', 'three')).toMatchObject({ status: 0, stdout: 'three\n', stderr: '' });
  });

  it('should name sources in traces, compiled anew or not', () => {
    for (const expected of [1, 2]) {
      const { status, stderr } = run('start', 'fail');
      expect([status, expected]).toEqual([1, expected]);
      expect(stderr).toContain('Error: as asked\n');
      expect(stderr).toMatch(/ at apps\/program\.ts:3\n/);
    }
  });
});

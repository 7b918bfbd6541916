import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Packages = Record<string, Record<string, unknown>>;

describe('complete-lock', () => {
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pitlane-lock-'));
    lock = join(folder, 'package-lock.json');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (packages: Packages): void => writeFileSync(lock, JSON.stringify({ lockfileVersion: 3, packages }));
  const packagesOf = (): Packages => (JSON.parse(readFileSync(lock, 'utf8')) as { packages: Packages }).packages;
  const run = (...args: string[]): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [join(__dirname, 'complete-lock.mjs'), ...args, lock], { encoding: 'utf8' });

  it('should add what is missing, with its platform, and be content afterwards', () => {
    write({
      '': {},
      'node_modules/swift': {
        dev: true,
        optionalDependencies: {
          '@swift/linux-x64-musl': '1.0.0',
          '@swift/linux-arm-gnueabihf': '1.0.0',
          '@swift/win32-arm64-msvc': '1.0.0',
        },
      },
    });
    expect(run('--check')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('@swift/linux-x64-musl@1.0.0') as string,
    });
    expect(run().status).toBe(0);
    expect(packagesOf()).toMatchObject({
      'node_modules/@swift/linux-arm-gnueabihf': {
        version: '1.0.0',
        os: ['linux'],
        cpu: ['arm'],
        libc: ['glibc'],
        dev: true,
        optional: true,
      },
      'node_modules/@swift/linux-x64-musl': {
        version: '1.0.0',
        os: ['linux'],
        cpu: ['x64'],
        libc: ['musl'],
        dev: true,
        optional: true,
      },
      'node_modules/@swift/win32-arm64-msvc': {
        version: '1.0.0',
        os: ['win32'],
        cpu: ['arm64'],
        dev: true,
        optional: true,
      },
    });
    expect(run('--check').status).toBe(0);
  });

  it('should nest a version beside another one', () => {
    write({
      '': {},
      'node_modules/@swift/darwin-x64': { version: '2.0.0', optional: true },
      'node_modules/old/node_modules/swift': { optionalDependencies: { '@swift/darwin-x64': '1.0.0' } },
    });
    expect(run().status).toBe(0);
    const nested = 'node_modules/old/node_modules/swift/node_modules/@swift/darwin-x64';
    expect(packagesOf()).toMatchObject({
      'node_modules/@swift/darwin-x64': { version: '2.0.0' },
      [nested]: { version: '1.0.0' },
    });
    expect(run('--check').status).toBe(0);
  });

  it('should leave ranges and what is there alone', () => {
    write({
      '': {},
      'node_modules/swift': { optionalDependencies: { eager: '^1.0.0', '@swift/linux-x64-gnu': '1.0.0' } },
      'node_modules/swift/node_modules/@swift/linux-x64-gnu': { version: '1.0.0', integrity: 'sha512-x' },
    });
    expect(run('--check').status).toBe(0);
  });

  it('should refuse the address of a registry, and drop it', () => {
    write({
      '': {},
      'node_modules/a': { version: '1.0.0', resolved: 'https://packages.example/a-1.0.0.tgz', integrity: 'sha512-x' },
    });
    expect(run('--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('packages.example') as string });
    expect(run().status).toBe(0);
    expect(packagesOf()['node_modules/a']).toEqual({ version: '1.0.0', integrity: 'sha512-x' });
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from './config/config';
import { RootKeys } from './keys';

let folder: string;
let config: Config;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitlane-keys-'));
  config = readConfig({ PITLANE_DATA_DIR: join(folder, 'data') });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string): string => join(folder, 'data', name);

describe(RootKeys.name, () => {
  it('should make keys at the first look and find them again at the next start', () => {
    const first = new RootKeys(config);
    expect(existsSync(fileOf('admin.key'))).toBe(false);
    expect(first.adminKey).toMatch(/^[\w-]{32}$/);
    expect(first.secretKey).not.toBe(first.adminKey);
    const second = new RootKeys(config);
    expect([second.adminKey, second.secretKey]).toEqual([first.adminKey, first.secretKey]);
  });

  it('should keep them for their owner alone, and nothing beside them', () => {
    const { adminKey } = new RootKeys(config);
    expect(readFileSync(fileOf('admin.key'), 'utf8')).toBe(`${adminKey}\n`);
    expect(statSync(fileOf('admin.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(fileOf('.'))).toEqual(['admin.key']);
  });

  it('should go by the settings where they name keys, and write nothing', () => {
    const PITLANE_ADMIN_KEY = 'an-admin-key-of-ours';
    const PITLANE_SECRET_KEY = 'a-secret-key-of-ours';
    const keys = new RootKeys(readConfig({ PITLANE_DATA_DIR: fileOf('.'), PITLANE_ADMIN_KEY, PITLANE_SECRET_KEY }));
    expect([keys.adminKey, keys.secretKey]).toEqual([PITLANE_ADMIN_KEY, PITLANE_SECRET_KEY]);
    expect(existsSync(fileOf('.'))).toBe(false);
  });

  it('should never take an empty file for a key', () => {
    expect(new RootKeys(config).secretKey).not.toBe('');
    writeFileSync(fileOf('admin.key'), '\n');
    expect(() => new RootKeys(config).adminKey).toThrow(/admin\.key .*empty/);
  });
});

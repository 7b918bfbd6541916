import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { testDatabase } from '@app/testing';
import { Database } from '@app/store';
import type { Account } from '../support/account';
import { CommandLine } from '../support/command-line';
import { testPitlane } from '../support/pitlane';
import { freePort } from '../support/system/free-port';
import { testFolders } from '../support/system/temporary-folder';

interface Finding {
  check: string;
  level: string;
  message: string;
  advice?: string;
}

const pitlane = testPitlane();
const folder = testFolders();
const db = testDatabase(Database);
let nobody: string;

beforeAll(async () => {
  nobody = `http://127.0.0.1:${await freePort()}`;
});

/** What it finds, by what was looked at; several by one name are in the order of the output. */
async function doctor(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number | null; found: Finding[] }> {
  const { PORT = String(await freePort()) } = env;
  const { code, out } = await new CommandLine({ PORT, PITLANE_URL: nobody, ...env }).run('doctor', '--json', ...args);
  const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: Finding[] };
  expect(ok).toBe(code === 0);
  return { code, found: findings };
}

const errorsIn = (found: readonly Finding[]): string[] =>
  found.filter(({ level }) => level === 'error').map(({ check }) => check);

const of = (found: readonly Finding[], name: string): Finding | undefined => found.find(({ check }) => check === name);

describe('pitlane doctor', () => {
  it('should find nothing wrong where all is well, without a running server', async () => {
    const { code, found } = await doctor({ PITLANE_DATA_DIR: join(folder(), 'not', 'there') });
    expect([code, errorsIn(found)]).toEqual([0, []]);
    expect(of(found, 'server')).toMatchObject({
      level: 'skipped',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('should look at a running server, its key, its clock, its public URL and the receivers of the account', async () => {
    const { url, dataDir } = pitlane();
    const { code, found } = await doctor({ PITLANE_URL: url, PITLANE_DATA_DIR: dataDir, PORT: new URL(url).port });
    expect([code, errorsIn(found)]).toEqual([0, []]);
    for (const check of ['port', 'server', 'clock', 'key', 'public URL', 'receivers']) {
      expect(of(found, check)).toMatchObject({ check, level: 'ok' });
    }
  });

  it('should say who has the port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, found } = await doctor({ PORT: String(port), PITLANE_DATA_DIR: folder() });
    taken.close();
    expect([code, errorsIn(found)]).toEqual([1, ['port']]);
    const holder = process.platform === 'linux' ? `(process ${process.pid})` : '';
    expect(of(found, 'port')?.message).toContain(holder);
  });

  it('should name what is wrong with the settings and the data directory', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(errorsIn((await doctor({ PITLANE_DATA_DIR: file })).found)).toEqual(['data directory']);
    const bad = await doctor({ DELIVERY_TIMEOUT: 'soon' });
    expect(of(bad.found, 'settings')).toMatchObject({
      level: 'error',
      message: expect.stringContaining('DELIVERY_TIMEOUT') as string,
    });
  });

  it('should find a database or Redis that does not answer, and migrations that are pending', async () => {
    const gone = await doctor({
      PITLANE_DATA_DIR: folder(),
      DATABASE_URL: 'postgres://pitlane@127.0.0.1:1/pitlane',
      REDIS_URL: 'redis://127.0.0.1:1',
    });
    expect([gone.code, errorsIn(gone.found)]).toEqual([1, ['database', 'redis']]);
    for (const check of ['database', 'redis']) expect(of(gone.found, check)?.message).toContain('ECONNREFUSED');
    const there = { PITLANE_DATA_DIR: folder(), DATABASE_URL: db.url };
    expect(of((await doctor(there)).found, 'database')).toMatchObject({ level: 'ok' });
    await db.rows(`DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations)`);
    const behind = await doctor(there);
    expect(of(behind.found, 'database')).toMatchObject({
      level: 'error',
      advice: expect.stringContaining('pitlane migrate') as string,
    });
  });

  it('should find a key that does not open, and another server in the place of ours', async () => {
    const wrong = await doctor(
      { PITLANE_URL: pitlane().url, PITLANE_DATA_DIR: folder() },
      '--key',
      'a-wrong-key-altogether',
    );
    expect(errorsIn(wrong.found)).toEqual(['key']);
    expect(errorsIn((await doctor({ PITLANE_URL: pitlane().url, PITLANE_DATA_DIR: folder() })).found)).toEqual(['key']);
  });

  it('should find receivers of the callback and the postbacks that nobody reaches, once each', async () => {
    const account: Account = await pitlane().account();
    await account.callback({ url: `${nobody}/callback` });
    const partner = await account.partner();
    await account.postback(partner, { scope: 'global', url: `${nobody}/p?c={pub_click_id}` });
    await account.postback(partner, { scope: 'global', url: `${await account.receiver('p')}?c={pub_click_id}` });
    const env = { PITLANE_URL: pitlane().url, PITLANE_ADMIN_KEY: account.key, PITLANE_DATA_DIR: folder() };
    const { found } = await doctor(env);
    const receivers = found.filter(({ check }) => check === 'receivers');
    expect(receivers.map(({ level, message }) => [level, message])).toEqual([
      ['error', expect.stringMatching(/\(callback\) can't be reached from this machine: ECONNREFUSED\.$/)],
      ['ok', expect.stringContaining('(postback of Brightwheels) can be reached')],
    ]);
  });
});

describe('pitlane doctor, of a server with other settings', () => {
  const other = testPitlane({ PUBLIC_URL: 'http://127.0.0.1:1' });

  it('should find a public URL that does not lead here', async () => {
    const { code, found } = await doctor({ PITLANE_URL: other().url, PITLANE_DATA_DIR: other().dataDir });
    expect([code, of(found, 'public URL')]).toEqual([
      1,
      expect.objectContaining({ level: 'error', message: expect.stringContaining('does not lead here') as string }),
    ]);
  });
});

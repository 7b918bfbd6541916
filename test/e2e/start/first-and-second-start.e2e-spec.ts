import { Receivers, until } from '@app/testing';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { request } from '../support/http';
import { launchPitlane, startPitlane, type Pitlane } from '../support/pitlane';
import { processesOf } from '../support/system/processes';
import { testFolders } from '../support/system/temporary-folder';

const folder = testFolders();

/** `localhost` may be another address family than the server's. */
const printedUrl = (pitlane: Pitlane, label: string): string =>
  pitlane.printed(new RegExp(`${label} +(\\S+)`)).replace('localhost', '127.0.0.1');

const clicksOf = (pitlane: Pitlane): Promise<unknown[]> => pitlane.root.list('/clicks');

describe('pitlane start', () => {
  it('should bring up everything, keep it over a second start, and leave nothing behind at Ctrl-C', async () => {
    const dataDir = folder();
    const first = await startPitlane({ dataDir });
    const { adminKey } = first;
    const keyFile = join(dataDir, 'admin.key');
    expect(readFileSync(keyFile, 'utf8').trim()).toBe(adminKey);
    expect(statSync(keyFile).mode & 0o077).toBe(0);
    for (const probe of ['live', 'ready']) expect((await request(`${first.url}/health/${probe}`)).status).toBe(200);
    expect(await first.root.get('/account')).toMatchObject({ slug: 'demo' });
    expect((await request(printedUrl(first, 'Try'))).status).toBe(302);
    const clicks = await clicksOf(first);
    expect(clicks).toHaveLength(1);

    const ending = await first.stop('SIGINT');
    expect(ending).toMatchObject({ code: 0, signal: null });
    expect(ending.tookMs).toBeLessThan(5_000);
    expect(processesOf(dataDir)).toEqual([]);

    const second = await startPitlane({ dataDir });
    expect(second.adminKey).toBe(adminKey);
    expect(await clicksOf(second)).toEqual(clicks);
    expect(await second.root.list('/offers')).toHaveLength(2);
    expect(await second.stop('SIGINT')).toMatchObject({ code: 0 });
  });

  it('should log a browser in by the printed link, once', async () => {
    const pitlane = await startPitlane();
    const link = printedUrl(pitlane, 'Console');
    const login = await request(link);
    const cookie = login.headers.get('set-cookie') ?? '';
    expect(login.status).toBe(303);
    expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/i);
    const session = { cookie: cookie.split(';')[0] ?? '' };
    expect((await request(`${pitlane.url}/admin/v1/offers`, { headers: session })).status).toBe(200);
    // A foreign page can make a browser send the cookie along, but not a header of ours.
    const forged = {
      method: 'POST',
      headers: { ...session, 'content-type': 'application/json' },
      body: '{"name":"x"}',
    };
    expect((await request(`${pitlane.url}/admin/v1/partners`, forged)).status).toBe(401);
    expect((await request(link)).status).toBe(401);
    await pitlane.close();
  });

  it('should run twice at once, in folders with blanks in their names, each with data of its own', async () => {
    const homes = ['one place', 'another plaçe'].map((name) => join(folder(), name));
    for (const home of homes) mkdirSync(home);
    // Without PITLANE_DATA_DIR the data is in `.pitlane` of the working folder.
    const both = await Promise.all(homes.map((cwd) => launchPitlane({ cwd, dataDir: '' })));
    await Promise.all(both.map((pitlane) => pitlane.process.says(/^Ready\./m)));
    expect(new Set(both.map(({ adminKey }) => adminKey)).size).toBe(2);
    for (const pitlane of both) {
      expect((await request(printedUrl(pitlane, 'Try'))).status).toBe(302);
      expect(await clicksOf(pitlane)).toHaveLength(1);
    }
    for (const home of homes) expect(statSync(join(home, '.pitlane')).isDirectory()).toBe(true);
    await Promise.all(both.map((pitlane) => pitlane.stop()));
  });

  it('should leave nothing behind when Ctrl-C comes while it starts', async () => {
    const dataDir = folder();
    for (const known of [
      () => processesOf(dataDir).length > 0,
      () => processesOf(dataDir).some(({ command }) => command.includes('port=')),
    ]) {
      const starting = await launchPitlane({ dataDir });
      await until(known, { within: 20_000 });
      const { tookMs } = await starting.stop('SIGINT');
      expect(tookMs).toBeLessThan(5_000);
      expect(processesOf(dataDir)).toEqual([]);
    }
  });

  it('should wait for no connection that never asked for anything, or is still asking', async () => {
    const pitlane = await startPitlane();
    const { port, hostname } = new URL(pitlane.url);
    const [reserve, slow] = [connect(Number(port), hostname), connect(Number(port), hostname)];
    await Promise.all([once(reserve, 'connect'), once(slow, 'connect')]);
    slow.write('GET / HTTP/1.1\r\n');
    const cut = [reserve, slow].map(
      (socket) => new Promise((resolve) => socket.on('error', resolve).on('close', resolve)),
    );
    expect(await pitlane.stop('SIGINT')).toMatchObject({ code: 0 });
    await Promise.all(cut);
    await pitlane.close();
  });

  it('should finish what is in flight at SIGTERM, and keep the key of the settings to itself', async () => {
    const dataDir = folder();
    const env = { PITLANE_ADMIN_KEY: 'a-key-of-the-operator' };
    const pitlane = await startPitlane({ dataDir, env });
    expect(pitlane.output).not.toContain(env.PITLANE_ADMIN_KEY);
    const receivers = new Receivers();
    const receiver = await receivers.start();
    const release = receiver.hold();
    const account = await pitlane.account();
    await account.callback({ url: receiver.url });
    const { conversionId } = await account.convertNew(await account.offer());
    await until(() => receiver.requests.length === 1);

    const ending = pitlane.stop('SIGTERM');
    await until(() =>
      request(`${pitlane.url}/health/live`).then(
        () => false,
        () => true,
      ),
    );
    release();
    expect(await ending).toMatchObject({ code: 0, signal: null });
    expect((await ending).tookMs).toBeLessThan(5_000);
    expect(processesOf(dataDir)).toEqual([]);

    const again = await startPitlane({ dataDir, env });
    const { status, id } = await account.on(again).awaited(`conversionId=${conversionId}`);
    expect(status).toBe('Sent');
    expect((await account.on(again).delivery(id)).attempts).toHaveLength(1);
    expect(receiver.requests).toHaveLength(1);
    await again.stop();
    await receivers.closeAll();
  });
});

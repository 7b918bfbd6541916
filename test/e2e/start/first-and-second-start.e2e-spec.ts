import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '../support/answers';
import { request } from '../support/http';
import { launchPitlane, startPitlane, type Pitlane } from '../support/pitlane';
import { processesOf } from '../support/processes';
import { testFolders } from '../support/temporary-folder';

const folder = testFolders();

const clicksOf = (pitlane: Pitlane): Promise<{ id: string }[]> => pitlane.root.list<{ id: string }>('/clicks');

describe('pitlane start', () => {
  it('should bring up everything, keep it over a second start, and leave nothing behind at Ctrl-C', async () => {
    const dataDir = folder();
    const first = await startPitlane({ dataDir });
    const { adminKey } = first;

    for (const probe of ['live', 'ready']) expect((await request(`${first.url}/health/${probe}`)).status).toBe(200);
    expect(await first.root.get('/account')).toMatchObject({ slug: 'demo' });
    const click = await request(first.printed(/Try +(\S+)/).replace('localhost', '127.0.0.1'));
    expect(click.status).toBe(302);
    const clicks = await clicksOf(first);
    expect(clicks).toHaveLength(1);

    expect(await first.stop('SIGINT')).toMatchObject({ code: 0, signal: null });
    expect(processesOf(dataDir)).toEqual([]);

    const second = await startPitlane({ dataDir });
    expect(second.adminKey).toBe(adminKey);
    expect(await clicksOf(second)).toEqual(clicks);
    expect(await second.root.list('/offers')).toHaveLength(2);
    expect(await second.stop('SIGINT')).toMatchObject({ code: 0 });
    console.info(`first start ${first.readyMs} ms, second ${second.readyMs} ms`);
  });

  it('should log a browser in by the printed link, once', async () => {
    const pitlane = await startPitlane();
    const link = pitlane.printed(/Console +(\S+)/).replace('localhost', '127.0.0.1');
    const login = await request(link);
    const cookie = login.headers.get('set-cookie') ?? '';
    expect({ status: login.status, cookie }).toEqual({
      status: 303,
      cookie: expect.stringMatching(/HttpOnly.*SameSite=Strict/i) as string,
    });
    const session = { cookie: cookie.split(';')[0] ?? '' };
    expect((await request(`${pitlane.url}/admin/v1/offers`, { headers: session })).status).toBe(200);
    // A foreign page can make a browser send the cookie along, but not our header.
    const forged = { method: 'POST', headers: { ...session, 'content-type': 'application/json' }, body: '{"name":"x"}' };
    expect((await request(`${pitlane.url}/admin/v1/partners`, forged)).status).toBe(401);
    expect((await request(link)).status).toBe(401);
    await pitlane.close();
  });

  it('should keep its keys for their owner alone', async () => {
    const dataDir = folder();
    const pitlane = await startPitlane({ dataDir });
    const key = join(dataDir, 'admin.key');
    expect(readFileSync(key, 'utf8').trim()).toBe(pitlane.adminKey);
    expect(statSync(key).mode & 0o077).toBe(0);
    await pitlane.stop();
  });

  it('should take the admin key of the settings, and not print it', async () => {
    const adminKey = 'a-key-of-the-operator';
    const pitlane = await startPitlane({ env: { PITLANE_ADMIN_KEY: adminKey } });
    expect(await pitlane.root.get('/account')).toMatchObject({ slug: 'demo' });
    expect(pitlane.output).not.toContain(adminKey);
    await pitlane.close();
  });

  it('should run twice at once, in folders with blanks in their names, each with data of its own', async () => {
    const homes = ['one place', 'another plaçe'].map((name) => join(folder(), name));
    homes.forEach((home) => mkdirSync(home));
    // Without PITLANE_DATA_DIR the data is in `.pitlane` of the working folder.
    const both = await Promise.all(homes.map((cwd) => launchPitlane({ cwd, dataDir: '', env: {} })));
    await Promise.all(both.map((pitlane) => pitlane.process.says(/^Ready\./m)));
    expect(new Set(both.map(({ adminKey }) => adminKey)).size).toBe(2);
    for (const pitlane of both) {
      const { headers } = await request(pitlane.printed(/Try +(\S+)/).replace('localhost', '127.0.0.1'));
      expect(headers.get('location')).not.toBeNull();
      expect(await clicksOf(pitlane)).toHaveLength(1);
    }
    expect(homes.map((home) => statSync(join(home, '.pitlane')).isDirectory())).toEqual([true, true]);
    await Promise.all(both.map((pitlane) => pitlane.stop()));
  });

  it('should end what it was doing at SIGTERM, within five seconds', async () => {
    const pitlane = await startPitlane();
    const account = await pitlane.account();
    const slow = await account.receiver('slow', { status: 200, delay: '700ms' });
    await account.callback({ url: slow });
    const { conversionId } = await account.convertNew(await account.offer());
    const { id } = await account.awaited(`conversionId=${conversionId}`);
    const ending = await pitlane.stop('SIGTERM');
    expect(ending).toMatchObject({ code: 0, signal: null });
    expect(ending.tookMs).toBeLessThan(5_000);
    expect(processesOf(pitlane.dataDir)).toEqual([]);

    const again = await startPitlane({ dataDir: pitlane.dataDir });
    const known = { ...account, api: again.rootOn(account.slug) };
    const { attempts } = await known.api.get<{ attempts: { possibleDuplicate: boolean }[] }>(`/deliveries/${id}`);
    expect(attempts.filter(({ possibleDuplicate }) => possibleDuplicate)).toEqual([]);
    await again.stop();
    await pitlane.close();
  });

  it('should answer a message in the edge shape on every public surface', async () => {
    const pitlane = await startPitlane();
    const { status, json } = await request(`${pitlane.url}/api/v1/offer-wall/offer-link`);
    expect({ status, json }).toMatchObject({ status: 400, json: { isSuccessful: false } satisfies Partial<Envelope> });
    await pitlane.close();
  });
});

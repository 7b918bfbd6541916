import { createLog, readConfig, RootKeys } from '@app/runtime';
import { createDataSource, Database } from '@app/store';
import { Given, testDatabase, until, type GivenAccount } from '@app/testing';
import { PlatformEvents } from '@app/tracking';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createApi } from '../../create-api';
import { ROOT_KEY, testApi } from '../../specs/test-api';

const db = testDatabase(Database);
const given = new Given(db);
const api = testApi(db);
const production = testApi(db, { PITLANE_PROFILE: 'production' });

/** A client of the event stream, on a connection of its own. */
class Watching {
  text = '';
  /** Once the stream is over. */
  readonly ended: Promise<unknown>;

  private constructor(readonly response: IncomingMessage) {
    response.on('data', (piece) => (this.text += String(piece)));
    // One that leaves hears of it as an error first.
    response.on('error', () => undefined);
    this.ended = once(response, 'close');
  }

  static async at(url: string, { slug }: GivenAccount, query = ''): Promise<Watching> {
    const headers = { authorization: `ApiToken ${ROOT_KEY}`, 'x-pitlane-account': slug };
    const request = get(`${url}/admin/v1/emulator/events${query}`, { headers, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new Watching(response);
  }

  get data(): unknown[] {
    return [...this.text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '') as unknown);
  }

  async leave(): Promise<void> {
    this.response.destroy();
    await this.ended;
  }
}

describe('GET /emulator/events', () => {
  it('should tell of what any process announces for the account, and of no other', async () => {
    const [account, other] = [await given.account(), await given.account()];
    const elsewhere = new PlatformEvents(db.anotherPool(), { kept: true });
    const [all, one, others] = await Promise.all([
      Watching.at(api.url(), account),
      Watching.at(api.url(), account, '?kind=import'),
      Watching.at(api.url(), other),
    ]);
    expect(all.response.headers['content-type']).toContain('text/event-stream');
    expect(all.response.headers['cache-control']).toBe('no-store');
    for (const done of [1, 2]) await elsewhere.publish(account.id, 'import', { done, note: 'a\nb' });
    await elsewhere.publish(other.id, 'import', { done: 3 });
    await until(() => others.data.length === 1 && all.data.length === 2 && one.data.length === 2);
    expect([all.data, others.data]).toEqual([
      [
        { done: 1, note: 'a\nb' },
        { done: 2, note: 'a\nb' },
      ],
      [{ done: 3 }],
    ]);
    expect(all.text).toMatch(/^retry: 1000\n/);
    const ids = [...all.text.matchAll(/^id: (.+)\nevent: import\ndata: /gm)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(2);
    await Promise.all([all, one, others].map((each) => each.leave()));
  });

  it('should leave out what is too large to be carried', async () => {
    const account = await given.account();
    const watching = await Watching.at(api.url(), account);
    const events = new PlatformEvents(db.database, { kept: true });
    await events.publish(account.id, 'import', { note: 'é'.repeat(4_000) });
    await events.publish(account.id, 'import', { note: 'é'.repeat(3_000) });
    await until(() => watching.data.length === 1);
    await watching.leave();
  });

  it('should refuse an unknown kind by name', async () => {
    const { status, fields } = await api.as(await given.account())('GET', '/emulator/events?kind=weather');
    expect([status, fields]).toEqual([400, ['kind']]);
  });

  it('should not be there in production', async () => {
    const { status } = await production.as(await given.account())('GET', '/emulator/events');
    expect(status).toBe(404);
  });

  it('should end with the server', async () => {
    const account = await given.account();
    const config = readConfig({ PORT: '0', PITLANE_ADMIN_KEY: ROOT_KEY, PITLANE_SECRET_KEY: 'a-secret-key-for-specs' });
    const dataSource = await createDataSource({ url: db.url, connections: 2 }).initialize();
    const database = db.anotherPool();
    const parts = { config, keys: new RootKeys(config), log: createLog('silent'), database, dataSource };
    const server = await createApi(parts);
    const watching = await Watching.at(`http://127.0.0.1:${String(server.port)}`, account);
    await server.close();
    await watching.ended;
    await dataSource.destroy();
    expect(watching.text).toContain(': watching');
  });
});

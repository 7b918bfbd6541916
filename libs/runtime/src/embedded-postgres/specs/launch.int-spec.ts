import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { provideBinaries } from '../binaries';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../index';
import type { EmbeddedPostgres } from '../launch';
import { startServer } from '../server';
import { chooseAccount } from '../system/account';
import { databaseProcessesIn } from '../system/processes';
import { removeFolder, temporaryFolder } from './installation';

jest.setTimeout(30_000);

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

describe(startEmbeddedPostgres.name, () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, `an "odd" folder, it's $HOME`);
  const started: EmbeddedPostgres[] = [];
  const clients: Client[] = [];

  const start = async (settings = {}, place = dataDir): Promise<EmbeddedPostgres> => {
    const database = await startEmbeddedPostgres({ dataDir: place, settings });
    started.push(database);
    return database;
  };

  const connect = async (url: string): Promise<Client> => {
    const client = new Client(url);
    clients.push(client);
    // A session that the server ends says so in an event.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };

  const ask = async (url: string, sql: string): Promise<unknown[]> => {
    const { rows } = await (await connect(url)).query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.flat();
  };

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.end()));
    await Promise.all(started.splice(0).map((database) => database.stop()));
  });

  afterAll(() => removeFolder(folder));

  it('should create the cluster at the first start and keep its data at the next', async () => {
    const first = await start();
    expect(first).toMatchObject({ firstStart: true });
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await start();
    expect(second).toMatchObject({ firstStart: false, initMs: 0 });
    expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('should listen on 127.0.0.1 only, and ask for the password', async () => {
    const { url, port } = await start({ listen_addresses: '*' });
    const settings = `SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings WHERE name IN ('listen_addresses', 'port')`;
    expect(await ask(url, settings)).toEqual([`127.0.0.1 ${port}`]);

    const wrong = new URL(url);
    wrong.password = 'guessed';
    await expect(connect(wrong.href)).rejects.toThrow('password authentication failed');
    expect(statSync(join(dataDir, 'postgres', 'pitlane.password')).mode & 0o777).toBe(0o600);
  });

  it('should never trade durability for speed, and sort alike on every machine', async () => {
    const { url } = await start();
    const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding', 'timezone'];
    const shown = await Promise.all(names.map((name) => ask(url, `SHOW ${name}`)));
    expect(shown.flat()).toEqual(['on', 'on', 'on', 'UTF8', 'UTC']);
    expect(await ask(url, `SELECT 'Z' < 'a', upper('straße ä')`)).toEqual([true, 'STRAßE Ä']);
  });

  it('should take settings of the caller', async () => {
    const { url } = await start({ work_mem: '7MB', max_connections: '20' });
    expect(await ask(url, 'SHOW work_mem')).toEqual(['7MB']);
    expect(await ask(url, 'SHOW max_connections')).toEqual(['20']);
  });

  it('should run several servers at once', async () => {
    const databases = await Promise.all(['one', 'two'].map((name) => start({}, join(folder, name))));
    const answers = await Promise.all(databases.map(({ url }) => ask(url, 'SHOW port')));
    expect(answers.flat()).toEqual(databases.map(({ port }) => String(port)));
  });

  it('should refuse a data directory that is in use, and leave its server alone', async () => {
    const { url } = await start();
    await expect(start()).rejects.toThrow(`is already in use by process ${process.pid}.`);
    expect(await ask(url, 'SELECT 1')).toEqual([1]);
  });

  it('should let one of several simultaneous starts win', async () => {
    const outcomes = await Promise.allSettled([start(), start(), start()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('should stop although sessions are open and busy, once, and leave no process', async () => {
    const database = await start();
    const busy = await connect(database.url);
    const query = expect(busy.query('SELECT pg_sleep(600)')).rejects.toThrow('terminating connection');
    await Promise.all([database.stop(), database.stop(), query]);
    await expect(connect(database.url)).rejects.toThrow('ECONNREFUSED');
    expect(process.platform === 'linux' ? databaseProcessesIn(join(dataDir, 'postgres')) : []).toEqual([]);
  });

  it('should not write statements or their values to the log, nor let it grow without end', async () => {
    const log = join(dataDir, 'postgres.log');
    truncateSync(log, 11 * 1024 * 1024);
    const { url } = await start();
    await expect(ask(url, `SELECT 'secret'::int`)).rejects.toThrow('invalid input syntax');
    expect(statSync(log).size).toBeLessThan(10_000);
    expect(readFileSync(log, 'utf8')).not.toContain('secret');
  });

  it('should choose another port when the one that was free is taken meanwhile', async () => {
    await (await start()).stop();
    const clusterDir = join(dataDir, 'postgres');
    const account = chooseAccount(clusterDir);
    const options = { binaries: await provideBinaries(account, dataDir), account, clusterDir, settings: {} };
    const [taken, free] = [createServer(), createServer()];
    const ports = [await listen(taken), await listen(free)];
    await new Promise((resolve) => free.close(resolve));

    const choices = [...ports];
    const server = await startServer({ ...options, logPath: join(folder, 'log') }, () =>
      Promise.resolve(choices.shift() ?? 0),
    );
    await server.stop();
    taken.close();
    expect(server.port).toBe(ports[1]);
  });

  it.each([
    [
      'of another program',
      () => writeFileSync(join(folder, 'other', 'postgres', 'notes.txt'), ''),
      /holds something else/,
    ],
    [
      'of another version',
      () => writeFileSync(join(folder, 'other', 'postgres', 'PG_VERSION'), '9.6\n'),
      /made by PostgreSQL 9\.6/,
    ],
  ])('should refuse a folder %s in one sentence', async (_, spoil, sentence) => {
    removeFolder(join(folder, 'other'));
    mkdirSync(join(folder, 'other', 'postgres'), { recursive: true });
    spoil();
    const failure = startEmbeddedPostgres({ dataDir: join(folder, 'other') });
    await expect(failure).rejects.toThrow(EmbeddedPostgresError);
    await expect(failure).rejects.toThrow(sentence);
  });
});

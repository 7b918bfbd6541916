import { transformSync } from '@swc/core';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../index';
import { databaseProcessesIn, isAlive, untilGone } from '../system/processes';
import { CODE, install, removeFolder, Starter, temporaryFolder } from './installation';

jest.setTimeout(30_000);

/** A server in a process of its own, and the process that would stop it when that one is killed. */
interface Other {
  readonly starter: Starter;
  readonly url: string;
  readonly server: number;
  readonly watcher: number;
}

describe('start after a kill', () => {
  const folder = temporaryFolder();
  const project = join(folder, 'project');
  const dataDir = join(folder, 'data');
  const clusterDir = join(dataDir, 'postgres');

  beforeAll(async () => {
    install(project, (source) => transformSync(source, CODE).code);
    const database = await startEmbeddedPostgres({ dataDir });
    await query(database.url, 'CREATE TABLE kept (number int)');
    await database.stop();
  });

  afterAll(() => removeFolder(folder));

  async function connect(url: string): Promise<Client> {
    const client = new Client(url);
    // The server's end is part of the test, and what a client says about it is not.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  async function query(url: string, sql: string): Promise<unknown[]> {
    const client = await connect(url);
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    await client.end();
    return rows.flat();
  }

  async function startOther(): Promise<Other> {
    const starter = new Starter(project, dataDir);
    const url = await starter.url();
    const server = Number(readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return { starter, url, server, watcher: watcherOf(server) };
  }

  /** The shell in the server's session: the fourth field after the name in /proc/<pid>/stat. */
  function watcherOf(server: number): number {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== server);
    const found = pids.find((pid) => new RegExp(`^\\d+ \\(sh\\) . \\d+ \\d+ ${server} `).test(readStat(pid)));
    return Number(found);
  }

  function readStat(pid: string): string {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8');
    } catch {
      return '';
    }
  }

  /** Starts here, and answers what the table holds. */
  async function startAndRead(): Promise<unknown[]> {
    const database = await startEmbeddedPostgres({ dataDir });
    const rows = await query(database.url, 'SELECT number FROM kept');
    await database.stop();
    return rows;
  }

  it('should not be needed to end the server: it goes by itself', async () => {
    const { starter, server, watcher } = await startOther();
    await starter.kill();
    await untilGone([server, watcher]);
    expect(databaseProcessesIn(clusterDir)).toEqual([]);
  });

  it('should work at once and find all that was confirmed', async () => {
    const { starter, url } = await startOther();
    await query(url, 'INSERT INTO kept VALUES (1)');
    await starter.kill();
    expect(await startAndRead()).toEqual([1]);
  });

  it('should stop a server that nobody watches any more', async () => {
    const { starter, server, watcher } = await startOther();
    process.kill(watcher, 'SIGKILL');
    await starter.kill();
    expect(isAlive(server)).toBe(true);
    expect(await startAndRead()).toEqual([1]);
    expect(isAlive(server)).toBe(false);
  });

  it('should work when the server was killed and one of its sessions goes on', async () => {
    const { starter, url, server, watcher } = await startOther();
    const session = await connect(url);
    const { rows } = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    session.query('SELECT count(*) FROM generate_series(1, 1e12)').catch(() => undefined);
    const running = `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%1e12%' AND pid <> pg_backend_pid()`;
    while ((await query(url, running)).length === 0) await wait(2);

    for (const pid of [watcher, server]) process.kill(pid, 'SIGKILL');
    await starter.kill();
    expect(isAlive(Number(rows[0]?.pid))).toBe(true);
    expect(await startAndRead()).toEqual([1]);
  });

  it('should be refused while the other Pitlane lives', async () => {
    const { starter, url } = await startOther();
    const failure = startEmbeddedPostgres({ dataDir });
    await expect(failure).rejects.toThrow(`${dataDir} is already in use by process ${String(starter.child.pid)}.`);
    expect(await query(url, 'SELECT number FROM kept')).toEqual([1]);
    await starter.stop();
  });

  it.each([
    ['a claim of a process whose number another one has', JSON.stringify({ pid: process.ppid, started: 'long ago' })],
    ['a claim that was never written to its end', '{"pi'],
    ['an empty claim', ''],
  ])('should not be stopped by %s', async (_, claim) => {
    writeFileSync(join(dataDir, 'postgres.owner'), claim);
    writeFileSync(
      join(clusterDir, 'postmaster.pid'),
      `${process.ppid}\n${clusterDir}\n1\n5432\n\n127.0.0.1\n\nready\n`,
    );
    expect(await startAndRead()).toEqual([1]);
    expect(isAlive(process.ppid)).toBe(true);
    expect(readdirSync(dataDir).sort()).toEqual(['postgres', 'postgres.log']);
  });

  it('should begin again when the first start was killed half way', async () => {
    const place = join(folder, 'half');
    mkdirSync(place);
    const starter = new Starter(project, place);
    const hasBegun = (): boolean =>
      readdirSync(place, { recursive: true, encoding: 'utf8' }).some((path) => path.endsWith('pg_hba.conf'));
    while (!hasBegun()) await wait(1);
    await starter.kill();
    expect(readdirSync(place)).not.toContain('postgres');

    const database = await startEmbeddedPostgres({ dataDir: place });
    expect(database.firstStart).toBe(true);
    expect(await query(database.url, 'SELECT current_database()')).toEqual(['pitlane']);
    await database.stop();
    expect(readdirSync(place).sort()).toEqual(['postgres', 'postgres.log']);
  });

  it('should not be needed after Ctrl-C: the server outlives the signal until it is stopped', async () => {
    const { starter, url, server, watcher } = await startOther();
    process.kill(-Number(starter.child.pid), 'SIGINT');
    expect(await starter.says()).toEqual({ interrupted: true });
    expect(await query(url, 'SELECT number FROM kept')).toEqual([1]);
    await starter.stop();
    expect([server, watcher].filter(isAlive)).toEqual([]);
  });
});

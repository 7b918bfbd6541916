// The servers beneath Pitlane, each to be taken away and brought back: PostgreSQL behind an address that stays, and Redis.
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { loadLibrary } from '../bench/program/built.mjs';
import { Program } from '../bench/program/processes.mjs';

/** PostgreSQL of the product, behind a door of our own: its port changes with each start, the door's does not. */
export class Postgres {
  #server;
  #door;
  #dataDir;

  static async start(dataDir) {
    const postgres = new Postgres();
    postgres.#dataDir = dataDir;
    await postgres.#launch();
    postgres.#door = createServer((socket) => postgres.#lead(socket));
    await new Promise((resolve) => postgres.#door.listen(0, '127.0.0.1', resolve));
    const store = loadLibrary('store');
    const source = await store.createDataSource({ url: postgres.url, connections: 2 }).initialize();
    await store.migrate(source);
    await source.destroy();
    return postgres;
  }

  get url() {
    const url = new URL(this.#server.url);
    url.port = this.#door.address().port;
    return url.href;
  }

  /** As `pg_ctl -m immediate` does: no checkpoint, every session cut; then up again through recovery. */
  async restart() {
    const [pid] = readFileSync(join(this.#dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    await this.#server.lost;
    await this.#server.stop().catch(() => undefined);
    await this.#launch();
  }

  async stop() {
    this.#door.close();
    await this.#server.stop();
  }

  async #launch() {
    const { startEmbeddedPostgres } = loadLibrary('runtime');
    this.#server = await startEmbeddedPostgres({ dataDir: this.#dataDir, settings: { max_connections: '150' } });
  }

  #lead(socket) {
    const onward = connect(this.#server.port, '127.0.0.1');
    for (const side of [socket, onward]) {
      side.setNoDelay(true);
      side.on('error', () => undefined);
    }
    socket.pipe(onward).pipe(socket);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
  }
}

/** A Redis that keeps nothing: each start is an empty one. */
export class Redis {
  #program;
  #port;

  static async start() {
    const redis = new Redis();
    redis.#port = await freePort();
    await redis.launch();
    return redis;
  }

  get url() {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async launch() {
    const settings = ['--port', this.#port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.#program = Program.spawn('redis-server', settings.map(String));
    await this.#program.printed(/Ready to accept connections/);
  }

  stop() {
    return this.#program.stop('SIGKILL');
  }

  async restart(awayMs = 0) {
    await this.stop();
    await pause(awayMs);
    await this.launch();
  }

  /** Everything in it is gone, in the middle of the work. */
  flush() {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, '127.0.0.1', () => socket.write('FLUSHALL\r\n'));
      socket.on('error', reject).once('data', () => {
        socket.destroy();
        resolve();
      });
    });
  }
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

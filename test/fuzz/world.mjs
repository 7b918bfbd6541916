// What a run fuzzes: PostgreSQL, an api that is watched, a worker; nothing but loopback.
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { loadLibrary, mainOf } from '../bench/program/built.mjs';
import { Program } from '../bench/program/processes.mjs';
import { Ledger } from '../bench/program/ledger.mjs';
import { Account } from './account.mjs';
import { Watch } from './watch.mjs';

const KEYS = { PITLANE_ADMIN_KEY: 'fuzz-admin-key-0123456789', PITLANE_SECRET_KEY: 'fuzz-secret-key-0123456789' };
const WATCH = join(import.meta.dirname, 'watch.cjs');
const MIB = 1_024;

export class World {
  rootKey = KEYS.PITLANE_ADMIN_KEY;
  accounts = [];
  #postgres;
  #dataDir;
  #api;
  #worker;
  /** How far the output of each program has been read. */
  #read = new Map();

  static async open() {
    const world = new World();
    world.#dataDir = await mkdtemp(join(tmpdir(), 'pitlane-fuzz-'));
    // Run by root, the database server is another user's, and has to get in.
    await chmod(world.#dataDir, 0o755);
    const { startEmbeddedPostgres } = loadLibrary('runtime');
    world.#postgres = await startEmbeddedPostgres({ dataDir: world.#dataDir });
    const { createDataSource, migrate } = loadLibrary('store');
    const source = await createDataSource({ url: world.#postgres.url, connections: 2 }).initialize();
    await migrate(source);
    await source.destroy();
    await Promise.all([world.#startApi(), world.#startWorker()]);
    world.ledger = await Ledger.open(world.#postgres.url);
    return world;
  }

  get pid() {
    return this.#api.pid;
  }

  /** False once the api has ended, whatever for. */
  get isAlive() {
    try {
      return process.kill(this.pid, 0);
    } catch {
      return false;
    }
  }

  /** Errors that api and worker logged since the last time: each is a failure, whatever was answered. */
  newErrors() {
    return [this.#api, this.#worker].flatMap((program) => {
      const whole = program.output.slice(0, program.output.lastIndexOf('\n') + 1);
      const fresh = whole.slice(this.#read.get(program) ?? 0);
      this.#read.set(program, whole.length);
      return fresh.split('\n').filter((line) => /"level":[56]0/.test(line));
    });
  }

  async newAccount(slug, how) {
    const account = await Account.create(this, slug, how);
    this.accounts.push(account);
    return account;
  }

  /** Resident memory of the api in MiB. */
  async residentMib() {
    const status = await readFile(`/proc/${this.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / MIB;
  }

  async close() {
    await this.ledger?.close();
    await Promise.all([this.#worker?.stop('SIGTERM'), this.#api?.stop('SIGTERM')]);
    await this.#postgres.stop();
    await rm(this.#dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  async #startApi() {
    const file = join(this.#dataDir, 'watch.log');
    this.watch = new Watch(file, () => process.kill(this.pid, 'SIGUSR2'));
    this.#api = Program.spawn(process.execPath, ['--require', WATCH, mainOf('api')], {
      settings: { ...this.#settings(), PORT: '0', REJECTION_RATE_LIMIT: '0', FUZZ_WATCH: file },
    });
    const [, port] = await this.#api.printed(/API ready on \S+:(\d+)/);
    this.port = Number(port);
  }

  async #startWorker() {
    this.#worker = Program.spawn(process.execPath, [mainOf('worker')], { settings: this.#settings() });
    await this.#worker.printed(/worker ready/);
  }

  #settings() {
    return { DATABASE_URL: this.#postgres.url, PITLANE_DATA_DIR: this.#dataDir, LOG_LEVEL: 'error', ...KEYS };
  }
}

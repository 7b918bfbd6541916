// Everything that a scenario plays with: servers, api and worker processes, the receiver, an account, and the load.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { request } from 'undici';
import { mainOf } from '../bench/program/built.mjs';
import { Program } from '../bench/program/processes.mjs';
import { Load } from './load.mjs';
import { Receiver } from './receiver.mjs';
import { Postgres, Redis } from './servers.mjs';

const KEYS = { PITLANE_ADMIN_KEY: 'chaos-admin-key-0123456789', PITLANE_SECRET_KEY: 'chaos-secret-key-0123456789' };
/** Short, so that a run need not wait for what a minute would show no better. */
const RETRIES = { DELIVERY_TIMEOUT: '1s', DELIVERY_FIRST_RETRY: '100ms', DELIVERY_MAX_RETRIES: '6' };
const KILL_AT = join(import.meta.dirname, 'kill-at.cjs');

export class World {
  kills = 0;
  #dataDir;
  #api;
  #workers = new Set();

  /** `backend`: what BullMQ's queue is on, `postgres` or `redis`. */
  static async open({ backend, random }) {
    const world = new World();
    world.random = random;
    world.#dataDir = await mkdtemp(join(tmpdir(), 'pitlane-chaos-'));
    // Run by root, the database server is another user's, and has to get in.
    await chmod(world.#dataDir, 0o755);
    world.postgres = await Postgres.start(world.#dataDir);
    world.redis = backend === 'redis' ? await Redis.start() : null;
    world.receiver = await Receiver.start(random);
    await world.startApi();
    world.account = await world.#createAccount();
    world.load = new Load(world, random);
    return world;
  }

  async startApi() {
    this.#api = Program.spawn(process.execPath, [mainOf('api')], { settings: { ...this.#settings(), PORT: '0' } });
    const [, port] = await this.#api.printed(/API ready on \S+:(\d+)/);
    this.apiUrl = `http://127.0.0.1:${port}`;
  }

  async killApi() {
    this.kills += 1;
    await this.#api.stop('SIGKILL');
  }

  /** `killAt`: `<point>:<pass>`, see kill-at.cjs. */
  async startWorker(killAt) {
    const chaos = killAt === undefined ? {} : { CHAOS_KILL: killAt, NODE_OPTIONS: `--require ${KILL_AT}` };
    const worker = Program.spawn(process.execPath, [mainOf('worker')], { settings: { ...this.#settings(), ...chaos } });
    this.#workers.add(worker);
    return worker;
  }

  async startReadyWorker() {
    const worker = await this.startWorker();
    await worker.printed(/worker ready/);
    return worker;
  }

  async killWorker(worker) {
    this.kills += 1;
    this.#workers.delete(worker);
    await worker.stop('SIGKILL');
  }

  /** One that ended by itself. */
  forget(worker) {
    this.#workers.delete(worker);
  }

  async stopWorkers() {
    const workers = [...this.#workers];
    this.#workers.clear();
    await Promise.all(workers.map((worker) => worker.stop('SIGTERM')));
  }

  async close() {
    await this.stopWorkers();
    await this.#api.stop('SIGTERM');
    await this.receiver.close();
    await this.redis?.stop();
    await this.postgres.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  #settings() {
    const redis = this.redis === null ? {} : { REDIS_URL: this.redis.url };
    return {
      DATABASE_URL: this.postgres.url,
      PITLANE_DATA_DIR: this.#dataDir,
      LOG_LEVEL: 'error',
      // All members come from one address.
      REJECTION_RATE_LIMIT: '0',
      ...redis,
      ...KEYS,
      ...RETRIES,
    };
  }

  /** A conversion of it is told to the account and to the partner, each of its changes. */
  async #createAccount() {
    const slug = 'chaos';
    const account = await this.#admin('POST', '/accounts', { slug, name: 'Chaos' });
    const call = (method, path, body) => this.#admin(method, path, body, slug);
    const link = 'https://advertiser.example/landing?click={gk_click_id}';
    const offer = await call('POST', '/offers', { name: 'Boost Card', link, revenue: 20, payout: 12.5 });
    const partner = await call('POST', '/partners', { name: 'Brightwheels' });
    await call('POST', `/partners/${partner.id}/postbacks`, {
      scope: 'global',
      url: `${this.receiver.url}/postback?conversion={gk_conversion_id}&status={cnv_status}`,
      statuses: ['Success', 'Rejected'],
    });
    const { url } = await call('POST', `/partners/${partner.id}/links`, { offerId: offer.id });
    await call('PUT', '/account/callback', { url: `${this.receiver.url}/callback`, sendRejected: true });
    const { postbackUrl, rejectionPath } = await call('GET', '/account');
    const postback = new URL(postbackUrl);
    return {
      id: account.id,
      linkPath: new URL(url).pathname,
      postbackPath: `${postback.pathname}${postback.search}`,
      rejectionPath: new URL(rejectionPath).pathname,
    };
  }

  async #admin(method, path, body, slug) {
    const { statusCode, body: answer } = await request(`${this.apiUrl}/admin/v1${path}`, {
      method,
      headers: {
        authorization: `ApiToken ${KEYS.PITLANE_ADMIN_KEY}`,
        ...(slug === undefined ? {} : { 'x-pitlane-account': slug }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    if (statusCode >= 300) throw new Error(`${method} ${path}: ${statusCode} ${text}`);
    return JSON.parse(text);
  }
}

import { AdminClient } from './admin-client';
import { createAccount, type Account } from './account';
import { freePort } from './system/free-port';
import { ownRedis } from './own-redis';
import { killAllOf } from './system/processes';
import { ProductProcess, START, type Ending } from './system/product-process';
import { makeFolder, removeFolder } from './system/temporary-folder';

export interface StartOptions {
  env?: Readonly<Record<string, string>>;
  /** Without it: a folder of its own, gone after `close`. */
  dataDir?: string;
  /** Without it: `TEST_REDIS_URL`, so that queue-dependent suites run on both backends. `null`: PostgreSQL. */
  redisUrl?: string | null;
  /** Working folder. */
  cwd?: string;
}

/** A running all-in-one server, seen from outside. */
export class Pitlane {
  constructor(
    readonly process: ProductProcess,
    readonly url: string,
    readonly dataDir: string,
    private readonly options: StartOptions,
  ) {}

  get output(): string {
    return this.process.output;
  }

  get adminKey(): string {
    return this.options.env?.['PITLANE_ADMIN_KEY'] ?? this.printed(/^ *Admin key +(\S+)$/m);
  }

  /** What the ready line says. */
  get readyMs(): number {
    return Number(this.printed(/^Ready\. (\d+) ms/m));
  }

  /** The root key, on the account `demo`. */
  get root(): AdminClient {
    return new AdminClient(this.url, this.adminKey);
  }

  /** The root key on another account. */
  rootOn(slug: string): AdminClient {
    return new AdminClient(this.url, this.adminKey, slug);
  }

  /** A new account of its own. */
  account(): Promise<Account> {
    return createAccount(this.root);
  }

  /** What the first group of a pattern finds in the output. */
  printed(pattern: RegExp): string {
    const [, found] = pattern.exec(this.output) ?? [];
    if (found === undefined) throw new Error(`Not printed: ${String(pattern)} in\n${this.output}`);
    return found;
  }

  /** Ctrl-C, or another signal, to the whole process group. */
  stop(signal: NodeJS.Signals = 'SIGINT'): Promise<Ending> {
    return this.process.end(signal);
  }

  /** SIGKILL for all of it, the database too, as when a machine loses its power. */
  async killAll(): Promise<void> {
    const ended = this.process.end('SIGKILL');
    killAllOf(this.dataDir);
    await ended;
    killAllOf(this.dataDir);
  }

  /** Ends it; fails when a process is left behind. */
  async close(): Promise<void> {
    await this.stop();
    if (this.options.dataDir === undefined) await removeFolder(this.dataDir);
  }
}

/** Starts the built product without waiting for it. */
export async function launchPitlane(options: StartOptions = {}): Promise<Pitlane> {
  const { env = {}, dataDir = makeFolder(), redisUrl = ownRedis(), cwd } = options;
  const port = env['PORT'] ?? String(await freePort());
  const redis: Record<string, string> = redisUrl === undefined || redisUrl === null ? {} : { REDIS_URL: redisUrl };
  const started = new ProductProcess({
    command: START,
    env: { PORT: port, PITLANE_DATA_DIR: dataDir, ...redis, ...env },
    cwd,
  });
  return new Pitlane(started, `http://127.0.0.1:${port}`, dataDir, options);
}

/** Starts the built product and waits until it says that it is ready. */
export async function startPitlane(options: StartOptions = {}): Promise<Pitlane> {
  const pitlane = await launchPitlane(options);
  try {
    await pitlane.process.says(/^Ready\. \d+ ms/m);
    return pitlane;
  } catch (error) {
    await pitlane.killAll();
    throw error;
  }
}

/** One server for all tests of a spec file. */
export function testPitlane(env: Readonly<Record<string, string>> = {}): () => Pitlane {
  let running: Pitlane | null = null;
  beforeAll(async () => {
    running = await startPitlane({ env });
  });
  afterAll(async () => {
    await running?.close();
  });
  return () => {
    if (running === null) throw new Error('The server runs in hooks and tests only.');
    return running;
  };
}

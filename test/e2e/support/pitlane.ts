import { AdminClient } from './admin-client';
import { Account, createAccount } from './account';
import { killAllOf } from './processes';
import { ProductProcess, START, type Ending, type HowToRun } from './product-process';
import { makeFolder, removeFolder } from './temporary-folder';

export interface StartOptions {
  env?: Readonly<Record<string, string>>;
  /** Without it: a folder of its own, gone after `close`. */
  dataDir?: string;
  /** Without it: `TEST_REDIS_URL`, so that queue-dependent suites run on both backends. */
  redisUrl?: string | null;
}

/** A running all-in-one server, seen from outside. */
export class Pitlane {
  constructor(
    readonly process: ProductProcess,
    readonly url: string,
    readonly adminKey: string,
    /** What the ready line says. */
    readonly readyMs: number,
    readonly dataDir: string,
    private readonly ownsDataDir: boolean,
  ) {}

  /** The root key, on the account `demo`. */
  get root(): AdminClient {
    return new AdminClient(this.url, this.adminKey);
  }

  /** The root key on another account. */
  rootOn(slug: string): AdminClient {
    return new AdminClient(this.url, this.adminKey, slug);
  }

  account(slug?: string): Promise<Account> {
    return createAccount(this, slug);
  }

  get output(): string {
    return this.process.output;
  }

  stop(signal: NodeJS.Signals = 'SIGINT'): Promise<Ending> {
    return this.process.end(signal);
  }

  /** SIGKILL for everything of it, the database's processes too, as when the machine loses power. */
  async killAll(): Promise<void> {
    const ended = this.process.end('SIGKILL');
    killAllOf(this.dataDir);
    await ended;
    killAllOf(this.dataDir);
  }

  /** Ends it, and fails when anything is left. */
  async close(): Promise<void> {
    await this.stop();
    if (this.ownsDataDir) await removeFolder(this.dataDir);
  }
}

export function environmentOf({ env = {}, dataDir, redisUrl }: StartOptions & { dataDir: string }): Record<string, string> {
  const redis = redisUrl === undefined ? process.env['TEST_REDIS_URL'] : redisUrl;
  return { PORT: '0', PITLANE_DATA_DIR: dataDir, ...(redis ? { REDIS_URL: redis } : {}), ...env };
}

/** Starts the built product and waits until it says that it is ready. */
export async function startPitlane(options: StartOptions = {}): Promise<Pitlane> {
  const dataDir = options.dataDir ?? makeFolder();
  const how: HowToRun = { command: START, env: environmentOf({ ...options, dataDir }) };
  return whenReady(new ProductProcess(how), { dataDir, ownsDataDir: options.dataDir === undefined, env: how.env });
}

/** Reads from its output where a starting server is. */
export async function whenReady(
  starting: ProductProcess,
  { dataDir, ownsDataDir = false, env = {} }: { dataDir: string; ownsDataDir?: boolean; env?: HowToRun['env'] },
): Promise<Pitlane> {
  const [, readyMs = ''] = await starting.says(/^Ready\. (\d+) ms/m);
  const [, port = ''] = /listening on .*:(\d+)|API docs +\S+:(\d+)\/docs/.exec(starting.output)?.slice(1).filter(Boolean) ?? [];
  const [, adminKey = ''] = /^ *Admin key +(\S+)$/m.exec(starting.output) ?? [];
  const url = `http://127.0.0.1:${port}`;
  return new Pitlane(starting, url, env['PITLANE_ADMIN_KEY'] ?? adminKey, Number(readyMs), dataDir, ownsDataDir);
}

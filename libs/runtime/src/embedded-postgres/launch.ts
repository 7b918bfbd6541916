import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './system/make-folder';
import { provideBinaries } from './binaries';
import { adoptCluster, clusterExists, createCluster, DATABASE, flushToDisk, readPassword } from './cluster';
import { EmbeddedPostgresError, errorMessage } from './errors';
import { claimDataDir } from './ownership';
import { removeLeftovers, stopPredecessor } from './predecessor';
import { startServer } from './server';
import { chooseAccount } from './system/account';

/** A running PostgreSQL server that belongs to this process. */
export interface EmbeddedPostgres {
  /** Connection string of the database `pitlane`, password included. */
  readonly url: string;
  readonly port: number;
  /** True when this start created the cluster. */
  readonly firstStart: boolean;
  /** Milliseconds that creating the cluster took; 0 when it was there. */
  readonly initMs: number;
  /** Milliseconds of everything else until connections were taken. */
  readonly startMs: number;
  /** Resolves when the server is gone though nobody called `stop`. */
  readonly lost: Promise<void>;
  /** Ends all sessions, stops the server and leaves no process behind. May be called again. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds `postgres/` (the cluster) and `postgres.log`; created when absent. */
  readonly dataDir: string;
  /** PostgreSQL settings by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called as soon as a program of PostgreSQL is at work: from then on there is time for other things. */
  readonly onSpawn?: () => void;
}

/**
 * Starts the PostgreSQL cluster in `<dataDir>/postgres`, creating it when absent: 127.0.0.1 only, a free port, database
 * and user `pitlane`. One process at a time uses a data directory; what a killed one left running is stopped first.
 * Throws EmbeddedPostgresError. K§2.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    makeFolder(options.dataDir);
    const dataDir = realpathSync(options.dataDir);
    const release = await claimDataDir(dataDir);
    return await startClaimed({ ...options, dataDir }, release).catch((error: unknown) => {
      release();
      throw error;
    });
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(`The data directory ${options.dataDir} cannot be used: ${errorMessage(error)}.`, {
      cause: error,
    });
  }
}

async function startClaimed(
  { dataDir, settings = {}, onSpawn = () => undefined }: EmbeddedPostgresOptions,
  release: () => void,
): Promise<EmbeddedPostgres> {
  const startedAt = performance.now();
  const clusterDir = join(dataDir, 'postgres');
  await removeLeftovers(dataDir);
  const account = chooseAccount(clusterDir);
  const binaries = await provideBinaries(account, dataDir);

  const firstStart = !(await clusterExists(account, clusterDir));
  const initStartedAt = performance.now();
  if (firstStart) await createCluster(binaries, { account, dataDir, onSpawn });
  const initMs = firstStart ? performance.now() - initStartedAt : 0;
  if (!firstStart) {
    await adoptCluster(binaries, account, clusterDir);
    await stopPredecessor(clusterDir);
  }

  const password = await readPassword(clusterDir);
  const logPath = join(dataDir, 'postgres.log');
  const server = await startServer({ binaries, account, clusterDir, logPath, settings, onSpawn });
  const flushed = firstStart ? flushToDisk(binaries, account, clusterDir) : Promise.resolve();
  const stop = async (): Promise<void> => {
    await server.stop();
    await flushed;
    release();
  };
  let stopped: Promise<void> | undefined;
  const lost = new Promise<void>((resolve) => {
    void server.ended.then(() => {
      if (stopped === undefined) resolve();
    });
  });
  return {
    lost,
    url: `postgresql://${DATABASE}:${password}@127.0.0.1:${server.port}/${DATABASE}`,
    port: server.port,
    firstStart,
    initMs: Math.round(initMs),
    startMs: Math.round(performance.now() - startedAt - initMs),
    stop: () => (stopped ??= stop()),
  };
}

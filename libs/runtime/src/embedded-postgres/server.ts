import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Binaries } from './binaries';
import { readLockFile } from './cluster';
import { EmbeddedPostgresError } from './errors';
import { settingArguments } from './settings';
import { type Account, pathFor } from './system/account';
import { stopGradually } from './system/processes';
import { reasonIn } from './system/run';
import { WatchedProcess } from './system/watched-process';

export interface ServerOptions {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly clusterDir: string;
  readonly logPath: string;
  /** PostgreSQL settings by name, over the ones in settings.ts. */
  readonly settings: Readonly<Record<string, string>>;
  /** Called once the server's process is there. */
  readonly onSpawn?: () => void;
}

export interface Server {
  readonly port: number;
  /** Resolves when the server process is gone, for whatever reason. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

const ATTEMPTS = 5;
const POLL_MS = 3;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** A server that was killed replays its log first: up to `max_wal_size` of it. */
const READY_LIMIT_MS = 120_000;

/** Starts the server on 127.0.0.1 and waits until it takes connections. A port that proves to be taken is chosen anew. */
export async function startServer(options: ServerOptions, choosePort = freePort): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const logStart = trimLog(options.logPath);
    const port = await choosePort();
    const server = launch(options, port);
    options.onSpawn?.();
    if (await isReady(server, options.clusterDir)) {
      return { port, ended: server.ended, stop: () => stop(server, options.binaries) };
    }
    await stop(server, options.binaries);
    const printed = readFileSync(options.logPath).subarray(logStart).toString();
    const reason = server.failure ?? reasonIn(printed) ?? 'it gave no reason';
    // Between our asking for a free port and its use, another program may have taken it.
    if (attempt < ATTEMPTS && reason.includes('TCP/IP sockets')) continue;
    throw new EmbeddedPostgresError(`PostgreSQL did not start: ${reason} (see ${options.logPath}).`);
  }
}

function launch({ binaries, account, clusterDir, logPath, settings }: ServerOptions, port: number): WatchedProcess {
  const command = [binaries.postgres, '-D', pathFor(account, clusterDir), ...settingArguments(port, settings)];
  const log = openSync(logPath, 'a', 0o600);
  try {
    return new WatchedProcess(account, command, { cwd: clusterDir, log });
  } finally {
    closeSync(log);
  }
}

async function isReady(server: WatchedProcess, clusterDir: string): Promise<boolean> {
  for (let waitedMs = 0; !server.hasEnded && waitedMs < READY_LIMIT_MS; waitedMs += POLL_MS) {
    const lock = readLockFile(clusterDir);
    if (lock?.isReady && lock.pid === server.pid) return true;
    await wait(POLL_MS);
  }
  return false;
}

async function stop(server: WatchedProcess, { pgCtl }: Binaries): Promise<void> {
  const isStopped = await stopGradually((signal) => {
    // Windows knows no signals; there the package's own tool asks the server.
    const isAsked = process.platform === 'win32' && signal !== 'SIGKILL';
    if (isAsked) spawnSync(pgCtl, ['kill', signal.replace('SIG', ''), String(server.pid)], { windowsHide: true });
    else server.kill(signal);
  }, server.ended);
  if (!isStopped) throw new EmbeddedPostgresError(`PostgreSQL (process ${String(server.pid)}) does not stop.`);
  await server.vanished();
}

/** Empties a log that has grown large. Answers its length: where the words of this start begin. */
function trimLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= LOG_LIMIT_BYTES) return size;
  truncateSync(path);
  return 0;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

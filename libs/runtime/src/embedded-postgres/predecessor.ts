import { existsSync, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCK_FILE, readLockFile, WORKSHOP_PREFIX } from './cluster';
import { EmbeddedPostgresError, errorCode } from './errors';
import { commandLineOf, databaseProcessesIn, isAlive, stopGradually, untilGone } from './system/processes';

const REMOVAL = { recursive: true, force: true, maxRetries: 10, retryDelay: 20 } as const;

/**
 * Stops what a killed Pitlane left running on this cluster, so that a server of our own can start. To be called by the
 * owner of the data directory only: a server found here then belongs to nobody.
 */
export async function stopPredecessor(clusterDir: string): Promise<void> {
  const holder = readLockFile(clusterDir)?.pid;
  const running = serversOn(clusterDir, holder);
  if (running.length > 0) await stop(clusterDir, running, holder);
  // PostgreSQL would take whatever has that number by now, even a dead process that nobody collected, for a server.
  if (holder !== undefined && canTell()) rmSync(join(clusterDir, LOCK_FILE), { force: true });
}

async function stop(clusterDir: string, running: number[], holder: number | undefined): Promise<void> {
  // Asked first is the server, which takes its sessions along; sessions that lost their server are asked themselves.
  const first = holder !== undefined && running.includes(holder) ? [holder] : running;
  const isStopped = await stopGradually(
    (signal) => (signal === 'SIGKILL' ? serversOn(clusterDir, holder) : first).forEach((pid) => signalTo(pid, signal)),
    untilGone(running),
  );
  if (!isStopped) {
    throw new EmbeddedPostgresError(
      `A PostgreSQL server left by an earlier start (process ${first.join(', ')}) does not stop.`,
    );
  }
}

/** On Linux every process of the server, found by the folder it works in; elsewhere only the one named in the lock file. */
function serversOn(clusterDir: string, holder: number | undefined): number[] {
  if (process.platform === 'linux') return databaseProcessesIn(clusterDir);
  if (holder === undefined || !isAlive(holder)) return [];
  const command = commandLineOf(holder) ?? '';
  return command.includes('postgres') && command.includes(clusterDir) ? [holder] : [];
}

/** Whether this system says what a process is. Where it does not, PostgreSQL's own lock decides. */
function canTell(): boolean {
  return process.platform === 'linux' || commandLineOf(process.pid) !== undefined;
}

/** Removes what a first start that was killed left behind. */
export async function removeLeftovers(dataDir: string): Promise<void> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith(WORKSHOP_PREFIX));
  for (const workshop of names.map((name) => join(dataDir, name))) {
    const cluster = join(workshop, 'data');
    if (process.platform === 'linux' && existsSync(cluster)) {
      const running = databaseProcessesIn(cluster);
      running.forEach((pid) => signalTo(pid, 'SIGKILL'));
      await untilGone(running);
    }
    await rm(workshop, REMOVAL);
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

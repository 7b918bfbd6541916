import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode } from '../errors';

const POLL_MS = 10;

/** `ps` prints times in the zone and language of its environment, and both may differ at the next start. */
const PS_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** A process that can be told from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the words of the system; null where the system does not tell. */
  readonly started: string | null;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid) };
}

/** Whether exactly this process still runs. */
export function isRunning({ pid, started }: ProcessIdentity): boolean {
  if (!isAlive(pid)) return false;
  const now = startOf(pid);
  return started === null || now === null || now === started;
}

/** Whether a process has this number. One that has ended but was not yet collected by its parent does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  return statFields(pid)?.[0] !== 'Z';
}

/** Asks again every few milliseconds until no process has any of these numbers. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await wait(POLL_MS);
}

/** Whether the promise settled within that time. */
async function settlesWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  const patience = new AbortController();
  const late = wait(limitMs, false, { signal: patience.signal }).catch(() => false);
  const inTime = await Promise.race([promise.then(() => true), late]);
  patience.abort();
  return inTime;
}

/** How PostgreSQL is stopped, and how long each way may take: sessions are ended; it drops everything; it is killed. */
const WAYS_TO_STOP = [
  ['SIGINT', 4_000],
  ['SIGQUIT', 6_000],
  ['SIGKILL', 4_000],
] as const;

/** Asks a server to stop, each time less politely, until `stopped` settles. False when nothing helped. */
export async function stopGradually(
  send: (signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL') => void,
  stopped: Promise<unknown>,
): Promise<boolean> {
  for (const [signal, limitMs] of WAYS_TO_STOP) {
    send(signal);
    if (await settlesWithin(stopped, limitMs)) return true;
  }
  return false;
}

/** Processes called `postgres` or `initdb` that work in this folder; a PostgreSQL server enters its data folder. Linux only. */
export function databaseProcessesIn(folder: string): number[] {
  const home = statSync(folder);
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && ['postgres', 'initdb'].includes(readProc(pid, 'comm')?.trim() ?? ''))
    .filter((pid) => {
      const place = workingDirectoryOf(pid);
      return place?.ino === home.ino && place.dev === home.dev;
    });
}

/** The command line of a process as `ps` prints it, where there is a `ps`. */
export function commandLineOf(pid: number): string | undefined {
  return ps(pid, 'command=');
}

function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'lstart=') ?? null;
  // The twenty-second field of `stat` counts clock ticks since boot, so the boot belongs to it.
  const ticks = statFields(pid)?.[19];
  return ticks === undefined ? null : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
}

/** What follows the name, which may itself hold blanks and brackets, in /proc/<pid>/stat. */
function statFields(pid: number): string[] | undefined {
  const stat = readProc(pid, 'stat');
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readProc(pid: number, name: 'comm' | 'stat'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

function workingDirectoryOf(pid: number): { ino: number; dev: number } | undefined {
  try {
    return statSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', column, '-p', String(pid)], {
    encoding: 'utf8',
    env: PS_ENVIRONMENT,
  });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}

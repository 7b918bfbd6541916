import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { EmbeddedPostgresError, errorCode, errorMessage } from '../errors';
import { type Account, enterNamespace } from './account';

/**
 * Nothing of our own environment: PGDATA, LC_ALL or an LD_LIBRARY_PATH set for something else must not change what the
 * programs do. Windows programs do not start without theirs.
 */
const ENVIRONMENT =
  process.platform === 'win32' ? undefined : { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' };

/**
 * Starts a program as the account, in a process group of its own: Ctrl-C reaches the group of the terminal, and the
 * database must outlive the application that drains into it.
 */
export function spawnAs(
  account: Account,
  command: readonly [string, ...string[]],
  options: SpawnOptions,
): ChildProcess {
  const [program, ...args] =
    account.kind === 'namespace' ? ([...enterNamespace(account), ...command] as const) : command;
  const identity = account.kind === 'other' ? { uid: account.uid, gid: account.gid } : {};
  return spawn(program, args, { ...options, ...identity, env: ENVIRONMENT, detached: true, windowsHide: true });
}

/** Runs a program to its end and answers what it printed; a failure is an error with the program's own reason. */
export async function runAs(
  account: Account,
  command: readonly [string, ...string[]],
  { cwd, input = '' }: { cwd: string; input?: string },
): Promise<string> {
  const child = spawnAs(account, command, { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const chunks: unknown[] = [];
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  child.stderr?.on('data', (chunk) => chunks.push(chunk));
  // A program that ends early closes its input; its exit code tells, not the broken pipe.
  child.stdin?.on('error', () => undefined).end(input);
  await once(child, 'close').catch((error: unknown) => {
    throw cannotRun(command[0], error);
  });
  const output = chunks.map(String).join('');
  if (child.exitCode === 0) return output;
  const reason = reasonIn(output) ?? `it ended with ${String(child.exitCode ?? child.signalCode)}`;
  throw new EmbeddedPostgresError(`PostgreSQL's ${basename(command[0])} failed: ${reason}.`);
}

function cannotRun(program: string, error: unknown): EmbeddedPostgresError {
  // A program that is there and yet not found lacks its loader: the packaged ones are made for glibc.
  const hint = errorCode(error) === 'ENOENT' ? ' (on Linux it needs glibc 2.27 or newer)' : '';
  return new EmbeddedPostgresError(
    `${program} cannot run here${hint}: ${errorMessage(error)}; set DATABASE_URL to a PostgreSQL server instead.`,
  );
}

/** The sentence by which a PostgreSQL program says why it gave up, or else its last words. */
export function reasonIn(output: string): string | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const found = lines
    .map((line) => /(?:FATAL|PANIC|ERROR|error):\s+(.+)/.exec(line)?.[1])
    .find((reason) => reason !== undefined);
  return found ?? lines.at(-1);
}

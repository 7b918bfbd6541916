import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from '../errors';

/** The working directory of whoever reads it: a way into a folder that no path leads to. */
const WORKING_DIRECTORY = '/proc/self/cwd';

interface User {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whom the PostgreSQL programs run as. They refuse to run as root and as a user without a name, so root steps down to
 * `other`; a root that may not do so, and a user without a name (both are met in containers), enter a user namespace in
 * which they are called as they should be.
 */
export type Account = { readonly kind: 'self' } | ({ readonly kind: 'other' | 'namespace' } & User);

/** An existing cluster keeps its owner, so that `sudo` in between does not lock an ordinary user out. */
export function chooseAccount(clusterDir: string): Account {
  if (process.getuid?.() !== 0) return hasName() ? { kind: 'self' } : namespaceOr('as a user without a name');
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  const { uid, gid } = owner && owner.uid !== 0 ? owner : findNobody();
  return mayBecome(uid, gid) ? { kind: 'other', uid, gid } : namespaceOr('as root');
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function mayBecome(uid: number, gid: number): boolean {
  return spawnSync('/bin/sh', ['-c', ':'], { uid, gid, cwd: '/', stdio: 'ignore' }).error === undefined;
}

function namespaceOr(situation: string): Account {
  const account = { kind: 'namespace', ...findNobody() } as const;
  const [command, ...args] = enterNamespace(account);
  if (spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0) return account;
  throw new EmbeddedPostgresError(
    `PostgreSQL refuses to run ${situation}, and this system does not let Pitlane step around that; ` +
      'start it as a user that is listed in /etc/passwd, or set DATABASE_URL to a PostgreSQL server.',
  );
}

/** The command that runs another one under the name of that user, with our rights to files. */
export function enterNamespace({ uid, gid }: User): [string, ...string[]] {
  return ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
}

/** `nobody`: it exists everywhere without being created, owns nothing, and nearly everywhere has the same number. */
function findNobody(): User {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = users.find(([, , uid]) => uid === '65534') ?? users.find(([name]) => name === 'nobody');
  const [uid, gid] = [Number(found?.[2]), Number(found?.[3])];
  return uid > 0 && gid > 0 ? { uid, gid } : { uid: 65_534, gid: 65_534 };
}

/** Whether the programs may list and read this folder or file, and pass through every folder above it. */
export function mayRead(account: Account, path: string): boolean {
  return account.kind !== 'other' || (permits(account, statSync(path), 0o5) && mayEnter(account, path));
}

/** How the programs are told about a folder of theirs that is also their working directory. */
export function pathFor(account: Account, folder: string): string {
  if (account.kind !== 'other' || mayEnter(account, folder)) return folder;
  if (process.platform === 'linux') return WORKING_DIRECTORY;
  throw new EmbeddedPostgresError(
    `PostgreSQL refuses to run as root, and no other user may enter ${dirname(folder)}; ` +
      'choose another data directory or start Pitlane as an ordinary user.',
  );
}

function mayEnter(account: User, path: string): boolean {
  for (let folder = dirname(realpathSync(path)); ; folder = dirname(folder)) {
    if (!permits(account, statSync(folder), 0o1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function permits({ uid, gid }: User, file: Stats, wanted: number): boolean {
  const shift = file.uid === uid ? 6 : file.gid === gid ? 3 : 0;
  return ((file.mode >> shift) & wanted) === wanted;
}

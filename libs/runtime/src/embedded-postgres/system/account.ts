import { spawnSync } from 'node:child_process';
import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from '../errors';

/** The user `nobody`: it exists on every system without being created, and owns nothing. */
const NOBODY = 65_534;

/** The working directory of whoever reads it: a way into a folder that no path leads to. */
const WORKING_DIRECTORY = '/proc/self/cwd';

/**
 * Whom the PostgreSQL programs run as. They refuse to run as root, so root steps down to another user; a root that may
 * not (no CAP_SETUID, as in a hardened container) enters a user namespace in which it is not called root.
 */
export type Account =
  | { readonly kind: 'self' }
  | { readonly kind: 'other'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace' };

/** An existing cluster keeps its owner, so that `sudo` in between does not lock an ordinary user out. */
export function chooseAccount(clusterDir: string): Account {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  const { uid, gid } = owner && owner.uid !== 0 ? owner : { uid: NOBODY, gid: NOBODY };
  return mayBecome(uid, gid) ? { kind: 'other', uid, gid } : { kind: 'namespace' };
}

function mayBecome(uid: number, gid: number): boolean {
  return spawnSync('/bin/sh', ['-c', ':'], { uid, gid, cwd: '/', stdio: 'ignore' }).error === undefined;
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

function mayEnter(account: Extract<Account, { kind: 'other' }>, path: string): boolean {
  for (let folder = dirname(realpathSync(path)); ; folder = dirname(folder)) {
    if (!permits(account, statSync(folder), 0o1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function permits({ uid, gid }: { uid: number; gid: number }, file: Stats, wanted: number): boolean {
  const shift = file.uid === uid ? 6 : file.gid === gid ? 3 : 0;
  return ((file.mode >> shift) & wanted) === wanted;
}

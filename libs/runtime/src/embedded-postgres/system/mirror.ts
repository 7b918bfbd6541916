import type { Dirent } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errors';

const WRITABLE_BY_OTHERS = 0o022;
const EXECUTABLE = 0o100;

/** Headers, static libraries and the like are only for building against PostgreSQL. */
const NOT_NEEDED_TO_RUN = /\.(?:a|pc)$|^(?:include|pgxs|pkgconfig)$/;

/**
 * Makes `target` a copy of the folder `source` that every user may read. What is there already and complete stays, so a
 * copy cut short, or thinned out by whatever tidies temporary folders, is completed. Symbolic links are left out.
 * False when this place cannot be used: another user could put his own programs there, or it cannot be written.
 */
export async function mirror(source: string, target: string): Promise<boolean> {
  try {
    await mkdir(target).catch(ignoreExisting);
    if (!(await isOurs(target))) return false;
    await mirrorFolder(source, target);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOSPC'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & WRITABLE_BY_OTHERS) === 0;
}

async function mirrorFolder(source: string, target: string): Promise<void> {
  await mkdir(target).catch(ignoreExisting);
  await chmod(target, 0o755);
  const entries = await readdir(source, { withFileTypes: true });
  await Promise.all(entries.map((entry) => mirrorEntry(entry, join(source, entry.name), join(target, entry.name))));
}

async function mirrorEntry(entry: Dirent, source: string, target: string): Promise<void> {
  if (NOT_NEEDED_TO_RUN.test(entry.name)) return;
  if (entry.isDirectory()) await mirrorFolder(source, target);
  if (entry.isFile()) await mirrorFile(source, target);
}

async function mirrorFile(source: string, target: string): Promise<void> {
  const wanted = await stat(source);
  const present = await stat(target).catch(() => undefined);
  if (present?.size === wanted.size) return;
  // Two starts may copy at once, and a program must never be seen half written.
  const part = `${target}.${process.pid}.part`;
  await copyFile(source, part);
  await chmod(part, wanted.mode & EXECUTABLE ? 0o755 : 0o644);
  await rename(part, target);
}

function ignoreExisting(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error;
}

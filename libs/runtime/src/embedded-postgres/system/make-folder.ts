import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it. One at a time: `recursive` of Node tries for ever where a folder that is there takes
 * no new one and says that it does not exist, as `/proc` does.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else was faster.
    if (!existsSync(path)) throw error;
  }
}

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@app/testing';
import { killAllOf, processesOf } from './processes';

/** A folder that only its owner may enter, as `mkdtemp` makes it. */
export function makeFolder(name = 'pitlane-e2e-'): string {
  return realpathSync(mkdtempSync(join(tmpdir(), name)));
}

/** Removes a folder of a test; fails when a process of the product still has to do with it. */
export async function removeFolder(folder: string): Promise<void> {
  const isQuiet = await until(() => processesOf(folder).length === 0, { within: 5_000 }).catch(() => false);
  const left = processesOf(folder).map(({ pid, command }) => `${pid} ${command}`);
  killAllOf(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  if (!isQuiet) throw new Error(`Left behind in ${folder}:\n${left.join('\n')}`);
}

/** Folders of one spec file: made on demand, checked and removed after its tests. */
export function testFolders(): () => string {
  const made: string[] = [];
  afterAll(async () => {
    await Promise.all(made.splice(0).map(removeFolder));
  });
  return () => {
    const folder = makeFolder();
    made.push(folder);
    return folder;
  };
}

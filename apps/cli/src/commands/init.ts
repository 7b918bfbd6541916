import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { examples } from '../define';
import { SEED_FILE, STARTER_SEED } from '../starter-seed';

/** `pitlane init` */
export function defineInit(command: Command): void {
  examples(command, ['pitlane init && pitlane start']).option('--force', 'over the one that is there').action(init);
}

/** Writes a seed to begin with into the working folder. What is there stays, unless it is forced away. */
async function init({ force = false }: { force?: boolean }): Promise<void> {
  if (!force && existsSync(SEED_FILE)) {
    throw new Error(`${SEED_FILE} is there already. Use --force to write it anew.`);
  }
  await writeFile(SEED_FILE, STARTER_SEED, { flag: force ? 'w' : 'wx' });
  process.stderr.write(`${SEED_FILE} is written: "pitlane start" in this folder loads it into an empty store.\n`);
}

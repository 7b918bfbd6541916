import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Config } from '@app/runtime';
import type { LoadedAccount } from '../../api/src/emulator/seed/load/load-seed';
import type { AllInOne } from './all-in-one';
import { SEED_FILE } from './starter-seed';

/** A seed that was found or named. */
export interface FoundSeed {
  path: string;
  /** Somebody asked for it. */
  isNamed: boolean;
}

/** The seed that a start goes by: the one that is named, else that of the working folder; `null`: none. */
export function findSeed(config: Config): FoundSeed | null {
  const named = config.PITLANE_SEED;
  if (named === undefined) {
    return config.local && existsSync(SEED_FILE) ? { path: SEED_FILE, isNamed: false } : null;
  }
  if (!config.local) throw new Error('Seeds are loaded in the profile local alone: leave --seed and PITLANE_SEED out.');
  if (!existsSync(named)) throw new Error(`There is no seed ${named}.`);
  return { path: named, isNamed: true };
}

/** Fills the empty store, and says so in a line; a store that is not empty is left as it is. */
export async function loadSeedFile(
  { path, isNamed }: FoundSeed,
  server: Pick<AllInOne, 'empty' | 'loadSeed'>,
): Promise<void> {
  if (!server.empty) {
    if (isNamed) process.stderr.write(`The store is not empty: ${path} is not loaded.\n`);
    return;
  }
  const loaded = await loadText(path, server);
  process.stdout.write(`Seeded from ${path}: ${loaded.map(describe).join('; ')}.\n`);
}

async function loadText(path: string, server: Pick<AllInOne, 'loadSeed'>): Promise<LoadedAccount[]> {
  const text = await readFile(path, 'utf8');
  try {
    return await server.loadSeed(text);
  } catch (error) {
    throw new Error(`${path} can't be loaded:\n${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function describe({ account, offers, partners, clicks, conversions }: LoadedAccount): string {
  const counts = [
    counted(offers.length, 'offer'),
    counted(partners.length, 'partner'),
    counted(clicks, 'click'),
    counted(conversions, 'conversion'),
  ];
  return `account ${account} with ${counts.join(', ')}`;
}

function counted(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}

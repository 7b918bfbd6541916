import { SecretBox, type Config, type RootKeys } from '@app/runtime';
import type { Database } from '@app/store';
import { DEFAULT_ACCOUNT } from '@app/tracking';
import { LoadSeed, type LoadedAccount } from './load/load-seed';
import { problemLine, readSeedText } from './seed-text';

/** A seed that can't be loaded; the message says everything that is wrong with it, a line each. */
export class SeedWrong extends Error {}

interface Parts {
  database: Database;
  config: Config;
  keys: RootKeys;
}

/** Fills an empty store from the text of a seed; an account that it does not name is the default one. Throws {@link SeedWrong}. */
export async function seedStore({ database, config, keys }: Parts, text: string): Promise<LoadedAccount[]> {
  const reading = readSeedText(text);
  if (reading.kind === 'wrong') throw new SeedWrong(reading.problems.map(problemLine).join('\n'));
  const loading = new LoadSeed(database, config, new SecretBox(keys.secretKey));
  const loaded = await loading.load(reading.accounts.map((seed) => ({ ...seed, slug: seed.slug ?? DEFAULT_ACCOUNT })));
  return loaded.map((each) => each.loaded);
}

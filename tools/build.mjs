// Transpiles apps/ and libs/ to dist/ as CommonJS, file by file and in parallel. Types are checked by `npm run check`,
// never here: a start must not wait for tsc.
//
//   node tools/build.mjs              compiles what changed since the last build
//   node tools/build.mjs --if-stale   the same, and silent when nothing changed
//   node tools/build.mjs --clean      from nothing
//
// dist/.build.json remembers size and time of every source of the last complete build. It is written last, so a build
// that was cut off is simply done again.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { swcOptions } from './swc-options.cjs';

const ROOT = join(import.meta.dirname, '..');
const STAMP = 'dist/.build.json';

/** What becomes part of dist. */
const SOURCE_FOLDERS = ['apps', 'libs'];
const NOT_SHIPPED = /^libs\/testing\/|\/specs\/|^apps\/console\/|\.(spec|int-spec)\.ts$|\.d\.ts$|\.md$/;

/** How it is built: a change here compiles everything again. */
const RECIPE = ['package.json', 'tools/build.mjs', 'tools/swc-options.cjs', 'tools/openapi', 'tools/bundle'];

/** Programs that write into dist (openapi.json, docs.html, bundle.cjs) once all is compiled, in order; each when a source that it `reads` changed. */
const GENERATORS = [
  { program: 'tools/openapi/generate.mjs', reads: /^(apps\/api|libs)\// },
  { program: 'tools/testkit/generate.mjs', reads: /^(apps\/api|libs)\// },
  { program: 'tools/bundle/main.mjs', reads: /^(apps|libs)\// },
];

const at = (path) => join(ROOT, path);

/** Path (with forward slashes) → size and time of change, for a file or for all files below a folder. */
function fingerprints(paths) {
  const found = {};
  const visit = (path) => {
    const stats = statSync(at(path), { throwIfNoEntry: false });
    if (!stats) return;
    if (stats.isDirectory()) for (const name of readdirSync(at(path))) visit(`${path}/${name}`);
    else found[path] = `${stats.size}:${stats.mtimeMs}`;
  };
  paths.forEach(visit);
  return found;
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(at(STAMP), 'utf8'));
  } catch {
    return { recipe: '', sources: {} };
  }
}

const isCode = (source) => source.endsWith('.ts');
const outputOf = (source) => `dist/${source.replace(/\.ts$/, '.js')}`;

/** Written beside and renamed: a process that starts meanwhile never reads half a file. */
function writeWhole(path, content, mode = 0o644) {
  mkdirSync(dirname(at(path)), { recursive: true });
  const draft = `${at(path)}.${process.pid}`;
  writeFileSync(draft, content, { mode });
  renameSync(draft, at(path));
}

/** The layout below dist is that of the sources. Answers the complaints about files that would not compile. */
async function compileAll(sources) {
  const { transformFile } = await import('@swc/core');
  const results = await Promise.allSettled(
    sources.map(async (source) => {
      const output = outputOf(source);
      const sourceFileName = relative(dirname(output), source);
      const { code, map } = await transformFile(at(source), { ...swcOptions, sourceFileName });
      const link = `//# sourceMappingURL=${output.slice(output.lastIndexOf('/') + 1)}.map\n`;
      writeWhole(`${output}.map`, map);
      writeWhole(output, code + link, code.startsWith('#!') ? 0o755 : 0o644);
    }),
  );
  return results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => String(reason).split('\n\nCaused by')[0]);
}

function forget(sources) {
  for (const source of sources) {
    rmSync(at(outputOf(source)), { force: true });
    rmSync(at(`${outputOf(source)}.map`), { force: true });
  }
}

function generate(changed) {
  for (const { program, reads } of GENERATORS) {
    if (!existsSync(at(program)) || !changed.some((source) => reads.test(source))) continue;
    const { status } = spawnSync(process.execPath, [at(program)], { cwd: ROOT, stdio: 'inherit' });
    if (status !== 0) throw new Error(`${program} failed`);
  }
}

async function build(now, before) {
  const sources = Object.keys(now.sources);
  const isSameRecipe = now.recipe === before.recipe;
  const changed = sources.filter((source) => !isSameRecipe || now.sources[source] !== before.sources[source]);
  const gone = Object.keys(before.sources).filter((source) => !(source in now.sources));
  forget(gone);
  const failures = await compileAll(changed.filter(isCode));
  if (failures.length > 0) throw new Error(failures.join('\n'));
  for (const asset of changed.filter((source) => !isCode(source))) writeWhole(outputOf(asset), readFileSync(at(asset)));
  generate([...changed, ...gone]);
  writeWhole(STAMP, JSON.stringify(now));
  return changed.length;
}

function readSources() {
  const shipped = Object.entries(fingerprints(SOURCE_FOLDERS)).filter(([path]) => !NOT_SHIPPED.test(path));
  return { recipe: JSON.stringify(fingerprints(RECIPE)), sources: Object.fromEntries(shipped) };
}

const isSame = (now, before) => JSON.stringify(now) === JSON.stringify(before);

/** Answers whether dist is complete and up to date now. */
export async function buildDist(...modes) {
  try {
    await bringUpToDate(modes);
    return true;
  } catch (error) {
    console.error(
      error.code === 'ERR_MODULE_NOT_FOUND' ? 'The build needs the development packages: npm ci' : error.message,
    );
    process.exitCode = 1;
    return false;
  }
}

async function bringUpToDate(modes) {
  const startedAt = performance.now();
  if (modes.includes('--clean')) rmSync(at('dist'), { recursive: true, force: true });
  const now = readSources();
  const before = readStamp();
  if (isSame(now, before)) {
    if (!modes.includes('--if-stale')) console.log('dist is up to date');
    return;
  }
  const count = await build(now, before);
  console.log(`built ${count} files in ${((performance.now() - startedAt) / 1000).toFixed(2)} s`);
}

if (process.argv[1] === import.meta.filename) await buildDist(...process.argv.slice(2));

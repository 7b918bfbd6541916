import { createServer } from 'node:net';
import { resolve } from 'node:path';
import {
  readConfig,
  runUntilSignal,
  SETTING_NAMES,
  startEmbeddedPostgres,
  type Config,
  type EmbeddedPostgres,
} from '@app/runtime';
import type { Command } from 'commander';
import type { AllInOne } from '../all-in-one';
import type { Server } from '../admin-client';
import { freePort } from '../free-port';
import { loadServer } from '../load-server';
import { examples } from '../define';
import { seedDemo } from '../seed-demo';
import { findSeed, loadSeedFile, type FoundSeed } from '../seed-file';
import { settingOptions, settingsOf } from '../setting-options';

/** Everything that runs, as far as the start came before it was told to end. */
interface Running {
  embedded: EmbeddedPostgres | null;
  server: AllInOne | null;
}

/** `pitlane start` */
export function defineStart(command: Command): void {
  examples(command, ['pitlane start', 'pitlane start --port 9000 --data-dir ./tracking', 'PORT=9000 pitlane start']);
  settingOptions(command, SETTING_NAMES)
    .option('--no-seed', 'the demo data, whatever is in this folder')
    .action(({ seed }: { seed?: string | boolean }) => start(settingsOf(command, SETTING_NAMES), seed !== false));
}

/** Brings up everything, says where it is, and stays until Ctrl-C. K§2. */
async function start(settings: Readonly<Record<string, string>>, takesSeed: boolean): Promise<void> {
  const config = readConfig(settings);
  const seed = takesSeed ? findSeed(config) : null;
  config.PITLANE_DATA_DIR = resolve(config.PITLANE_DATA_DIR);
  if (config.PORT === 0) config.PORT = await freePort(config.HOST);
  else await refuseTakenPort(config);
  // A signal may come at any moment from here on: whatever has been started by then is ended.
  const starting = bringUp(config, seed, () => isEnding());
  const isEnding = runUntilSignal(async () => end(await starting));
  const { server, embedded } = await starting;
  if (server === null || isEnding()) return;
  void endWithDatabase(embedded, isEnding);
  const [clickUrl, loginToken] = await Promise.all([server.newestClickUrl(), server.newLoginToken()]);
  announce(config, { server, embedded, clickUrl, loginToken });
}

async function bringUp(config: Config, seed: FoundSeed | null, isEnding: () => boolean): Promise<Running> {
  const embedding = config.DATABASE_URL === undefined ? await launch(config.PITLANE_DATA_DIR) : null;
  const { startAllInOne } = await loadServer();
  const embedded = (await embedding?.database) ?? null;
  const running: Running = { embedded, server: null };
  if (isEnding()) return running;
  try {
    running.server = await startAllInOne(config, config.DATABASE_URL ?? embedded?.url ?? '');
    await fill(config, running.server, seed);
    return running;
  } catch (error) {
    await end(running);
    throw error;
  }
}

/** What an empty store begins with: the seed, else the demo data. */
async function fill(config: Config, server: AllInOne, seed: FoundSeed | null): Promise<void> {
  if (seed !== null) await loadSeedFile(seed, server);
  else if (server.empty) await seedDemo(addressOf(config, server), config.local);
}

/**
 * Resolves as soon as the database is under way: loading the server takes about as long as the rest of its start, and
 * would hold up its beginning.
 */
async function launch(dataDir: string): Promise<{ database: Promise<EmbeddedPostgres> }> {
  let spawned = (): void => undefined;
  const atWork = new Promise<void>((resolve) => {
    spawned = resolve;
  });
  const database = startEmbeddedPostgres({ dataDir, onSpawn: spawned });
  await Promise.race([atWork, database]);
  return { database };
}

/** A server without its database can do nothing but say so; a new start recovers. */
async function endWithDatabase(embedded: EmbeddedPostgres | null, isEnding: () => boolean): Promise<void> {
  if (embedded === null) return;
  await embedded.lost;
  if (isEnding()) return;
  process.stderr.write(
    'The embedded database ended without being asked to. Start Pitlane again: nothing that it had acknowledged is lost.\n',
  );
  process.exit(1);
}

async function end({ server, embedded }: Running): Promise<void> {
  await server?.close();
  await embedded?.stop();
}

function addressOf(config: Config, { api, keys }: AllInOne): Server {
  return { url: `http://${loopbackOf(config)}:${api.port}`, key: keys.adminKey, publicUrl: config.publicUrl };
}

function announce(
  config: Config,
  {
    server,
    embedded,
    clickUrl,
    loginToken,
  }: { server: AllInOne; embedded: EmbeddedPostgres | null; clickUrl: string | null; loginToken: string },
): void {
  const database =
    embedded === null
      ? 'yours'
      : `embedded, ${embedded.firstStart ? `made in ${ms(embedded.initMs)} and ` : ''}started in ${ms(embedded.startMs)}`;
  const lines = [
    '',
    '  Pitlane is ready.',
    '',
    `  Console    ${config.publicUrl}/login?token=${loginToken}`,
    `  Admin key  ${config.PITLANE_ADMIN_KEY === undefined ? server.keys.adminKey : '(PITLANE_ADMIN_KEY)'}`,
    `  API docs   ${config.publicUrl}/docs`,
    ...(clickUrl === null ? [] : [`  Try        ${clickUrl}member-1`]),
    '',
    `  Data       ${config.PITLANE_DATA_DIR}`,
    `  Database   ${database}; queue on ${config.REDIS_URL === undefined ? 'PostgreSQL' : 'Redis'}`,
    '',
    `Ready. ${ms(performance.now())} from start to ready. Ctrl-C ends it; data stays.`,
    '',
  ];
  process.stdout.write(lines.join('\n'));
}

function ms(duration: number): string {
  return `${String(Math.round(duration))} ms`;
}

/** Where this process reaches its own API. */
function loopbackOf({ HOST }: Config): string {
  if (HOST === '0.0.0.0' || HOST === '::') return '127.0.0.1';
  return HOST.includes(':') ? `[${HOST}]` : HOST;
}

/** A taken port is told in one sentence, before anything else was started. */
async function refuseTakenPort({ PORT, HOST }: Config): Promise<void> {
  await new Promise<void>((free, taken) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      taken(new Error(whyTaken(error.code ?? error.message, { PORT, HOST })));
    });
    probe.listen(PORT, HOST, () => probe.close(() => free()));
  });
}

function whyTaken(code: string, { PORT, HOST }: Pick<Config, 'PORT' | 'HOST'>): string {
  if (['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL'].includes(code)) {
    return `HOST=${HOST} is no address of this machine (${code}). Leave it out, or set it to 127.0.0.1 or 0.0.0.0.`;
  }
  const why = code === 'EADDRINUSE' ? 'is in use already' : `can't be used (${code})`;
  return `Port ${String(PORT)} on ${HOST} ${why}. Stop what listens there, or choose another: PORT=8081 npm start`;
}

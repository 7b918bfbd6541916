import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { readConfig, runUntilSignal, startEmbeddedPostgres, type Config, type EmbeddedPostgres } from '@app/runtime';
import type { AllInOne } from '../all-in-one';
import { freePort } from '../free-port';

/** Brings up everything, says where it is, and stays until Ctrl-C. K§2. */
export async function start(): Promise<void> {
  const config = readConfig();
  config.PITLANE_DATA_DIR = resolve(config.PITLANE_DATA_DIR);
  if (config.PORT === 0) config.PORT = await freePort(config.HOST);
  else await refuseTakenPort(config);
  const database =
    config.DATABASE_URL === undefined ? startEmbeddedPostgres({ dataDir: config.PITLANE_DATA_DIR }) : null;
  // Loading the server takes about as long as starting the database: both at once.
  const [embedded, { startAllInOne }, { firstOffer, seedDemo }] = await Promise.all([
    database,
    import('../all-in-one.js'),
    import('../seed-demo.js'),
  ]);
  const running = await startOr(startAllInOne, config, embedded);
  const at = {
    url: `http://${loopbackOf(config)}:${String(running.api.port)}`,
    key: running.keys.adminKey,
    publicUrl: config.publicUrl,
  };
  if (running.empty) await seedDemo(at, config.local);
  runUntilSignal(async () => {
    await running.close();
    await embedded?.stop();
  });
  announce(config, { running, embedded, clickUrl: await firstOffer(at), loginToken: await running.newLoginToken() });
}

async function startOr(
  startAllInOne: (config: Config, url: string) => Promise<AllInOne>,
  config: Config,
  embedded: EmbeddedPostgres | null,
): Promise<AllInOne> {
  try {
    return await startAllInOne(config, config.DATABASE_URL ?? embedded?.url ?? '');
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

function announce(
  config: Config,
  {
    running,
    embedded,
    clickUrl,
    loginToken,
  }: { running: AllInOne; embedded: EmbeddedPostgres | null; clickUrl: string | null; loginToken: string },
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
    `  Admin key  ${config.PITLANE_ADMIN_KEY === undefined ? running.keys.adminKey : '(PITLANE_ADMIN_KEY)'}`,
    `  API docs   ${config.publicUrl}/docs`,
    ...(clickUrl === null ? [] : [`  Try        ${clickUrl}`]),
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
      const why = error.code === 'EADDRINUSE' ? 'is in use already' : `can't be used (${error.code ?? error.message})`;
      taken(
        new Error(
          `Port ${String(PORT)} on ${HOST} ${why}. Stop what listens there, or choose another: PORT=8081 npm start`,
        ),
      );
    });
    probe.listen(PORT, HOST, () => probe.close(() => free()));
  });
}

import { ConfigError, readConfig, type Config } from '@app/runtime';
import type { Command } from 'commander';
import { AdminApi } from '../client/admin-api';
import { clientOptions, given, serverOf, urlOf, type ClientOptions } from '../client/client-options';
import { UsageError } from '../client/failures';
import { examples } from '../define';
import { bad, messageOf, ok, skipped, type Finding } from '../doctor/finding';
import { isInContainer, judgeHost, judgeNode, lookAtDataDir } from '../doctor/machine';
import { lookAtPort } from '../doctor/port';
import { lookAtReceivers } from '../doctor/receivers';
import { judgeSkew, lookAtDeployment, lookAtServer } from '../doctor/server';
import { answer } from '../output/print';
import { doctorText } from '../doctor/doctor-text';

/** `pitlane doctor`; exit 1 when something is wrong. */
export function defineDoctor(command: Command): void {
  clientOptions(examples(command, ['pitlane doctor', 'DATABASE_URL=postgres://… pitlane doctor --json'])).action(
    async (options: ClientOptions) => {
      const findings = [...(await lookAtMachine(options)), ...(await lookAtRunning(options))];
      const isWell = findings.every(({ level }) => level !== 'error');
      answer(options.json, { ok: isWell, findings }, () => doctorText(findings));
      if (!isWell) process.exitCode = 1;
    },
  );
}

/** What a start on this machine would meet, by the settings of the environment. */
async function lookAtMachine({ dataDir }: ClientOptions): Promise<Finding[]> {
  const node = judgeNode(process.version);
  try {
    const config = readConfig();
    config.PITLANE_DATA_DIR = given(dataDir) ?? config.PITLANE_DATA_DIR;
    return [
      node,
      ok('settings', 'They can be read.'),
      lookAtDataDir(config.PITLANE_DATA_DIR),
      await lookAtPort(config),
      judgeHost(config.HOST, isInContainer()),
      ...(await lookAtServices(config)),
    ];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [node, bad('settings', messageOf(error), 'Mend the environment variables that it names.')];
  }
}

/** Both are loaded only where they are set. */
async function lookAtServices(config: Config): Promise<Finding[]> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = config;
  return [
    ...(databaseUrl === undefined
      ? [skipped('database', 'Embedded: a start looks after it.')]
      : await (await import('../doctor/database.js')).lookAtDatabase(config, databaseUrl)),
    redisUrl === undefined
      ? skipped('redis', 'Not set: the queue is on PostgreSQL.')
      : await (await import('../doctor/redis.js')).lookAtRedis(redisUrl),
  ];
}

/** What a running server says, where one runs. */
async function lookAtRunning(options: ClientOptions): Promise<Finding[]> {
  const url = urlOf(options);
  const { finding, date } = await lookAtServer(url);
  if (finding.level !== 'ok') return [finding];
  const skew = judgeSkew(date, performance.timeOrigin + performance.now());
  try {
    const api = new AdminApi(serverOf(options));
    const deployment = await lookAtDeployment(api);
    if (deployment.some(({ check, level }) => check === 'key' && level === 'error')) {
      return [finding, skew, ...deployment];
    }
    return [finding, skew, ...deployment, ...(await lookAtReceivers(api, isInContainer()))];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [finding, skew, bad('key', messageOf(error), 'Name the key by --key, or its data directory by --data-dir.')];
  }
}

// npm test: unit, int, e2e; then the queue-dependent suites (*.queue.int-spec.ts, *.queue.e2e-spec.ts) again on Redis.
//
//   npm test                 everything
//   npm test -- <pattern>…   only suites whose path matches one of the regular expressions
//
// The first pass runs on BullMQ's PostgreSQL backend. The second uses TEST_REDIS_URL, or a private Redis of its own where
// one is installed; where none is, it is left out with a word, and with CI=true that is a failure. The last line sums
// up every test of every pass.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisServer, startRedis } from './testing/private-redis.mjs';

const ROOT = join(import.meta.dirname, '..');
const QUEUE_SUITE = /\.queue\.(int|e2e)-spec\.ts$/;
const MINUTE_MS = 60_000;
const reports = mkdtempSync(join(tmpdir(), 'pitlane-test-'));

/** A pass that hangs is ended and counts as one failure. */
const PASSES = [
  { name: 'unit', workers: '100%', limitMs: 3 * MINUTE_MS },
  { name: 'int', workers: 2, limitMs: 10 * MINUTE_MS },
  { name: 'e2e', workers: 2, limitMs: 15 * MINUTE_MS },
];

const NOTHING = { passed: 0, failed: 0, skipped: 0 };
const sum = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped });

/** A suite that does not even load has no failed test, yet has failed. */
function readReport(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The exit status counts too: jest also fails for what no test stands for, such as a broken global set-up. */
function countTests(report, status) {
  try {
    const counts = readReport(report);
    return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } catch {
    return { ...NOTHING, failed: 1 };
  }
}

function runJest({ name, project = name, workers, limitMs }, selection, redisUrl) {
  const report = join(reports, `${name}.json`);
  const options = [
    ...['--selectProjects', project, '--maxWorkers', String(workers), '--passWithNoTests', '--ci'],
    ...['--json', '--outputFile', report],
  ];
  // The first pass must not see a Redis that the second is meant for.
  const { TEST_REDIS_URL, ...env } = process.env;
  console.log(`\n── ${name} ──`);
  const child = spawn(process.execPath, ['node_modules/jest/bin/jest.js', ...selection, ...options], {
    cwd: ROOT,
    env: redisUrl ? { ...env, TEST_REDIS_URL: redisUrl } : env,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve) => {
    child.on('close', (status, signal) => {
      if (signal) console.log(`${name} was ended by ${signal}; it may take ${limitMs / MINUTE_MS} minutes at most`);
      resolve(countTests(report, status));
    });
  });
}

function findQueueSuites(patterns) {
  const isWanted = (path) => patterns.length === 0 || patterns.some((pattern) => new RegExp(pattern).test(path));
  return ['apps', 'libs', 'test/e2e', 'tools']
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((path) => `${folder}/${path}`))
    .filter((path) => QUEUE_SUITE.test(path) && isWanted(path));
}

async function runOnRedis(suites, redisUrl) {
  const passes = PASSES.filter(({ name }) => suites.some((suite) => suite.endsWith(`.${name}-spec.ts`)));
  let counts = NOTHING;
  for (const pass of passes) {
    const onRedis = { ...pass, name: `${pass.name} on Redis`, project: pass.name };
    counts = sum(counts, await runJest(onRedis, ['--runTestsByPath', ...suites], redisUrl));
  }
  return counts;
}

/** The second pass: on the given server, on a private one, or not at all. */
async function repeatOnRedis(suites) {
  const { TEST_REDIS_URL: given, CI } = process.env;
  if (suites.length === 0) return NOTHING;
  if (given) return runOnRedis(suites, given);
  const executable = findRedisServer();
  if (!executable) {
    console.log(`\nLeft out: ${suites.length} queue-dependent suites on Redis (no redis-server on the PATH).`);
    return CI === 'true' ? { ...NOTHING, failed: 1 } : NOTHING;
  }
  const redis = await startRedis(executable);
  try {
    return await runOnRedis(suites, redis.url);
  } finally {
    await redis.stop();
  }
}

async function runEverything(patterns) {
  let counts = NOTHING;
  for (const pass of PASSES) counts = sum(counts, await runJest(pass, patterns));
  return sum(counts, await repeatOnRedis(findQueueSuites(patterns)));
}

async function main(patterns) {
  if (patterns.some((pattern) => pattern.startsWith('-'))) {
    throw new Error('npm test takes path patterns only. For options use jest: npx jest --selectProjects unit …');
  }
  const built = spawnSync(process.execPath, ['tools/build.mjs', '--if-stale'], { cwd: ROOT, stdio: 'inherit' });
  if (built.status !== 0) throw new Error('The build failed, and end-to-end tests run what was built.');
  const { passed, failed, skipped } = await runEverything(patterns);
  if (passed + failed + skipped === 0) throw new Error('No test matches.');
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

// Ctrl-C reaches jest and Redis as well; what is left here is to tidy up once they have ended.
process.on('SIGINT', () => (process.exitCode = 130));
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}

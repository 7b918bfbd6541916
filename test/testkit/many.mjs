// Many test files at once on one shared server, again and again: node test/testkit/many.mjs [--files 50] [--runs 20] [--workers 4]
//
// Makes a project of jest files in a temporary folder, each with an account of its own, the retry ladder, a rejection and a look
// at what is not its own, and runs jest over it. Every run must pass whole, start one server, and leave none behind. Prints a
// line for each; exits with 1 at the first that fails, and leaves its folder there to be looked at.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const ENDS_WITHIN_MS = 20_000;

const CONFIG = `module.exports = {
  setupFilesAfterEnv: ['@pitlane/testkit/jest'],
  testTimeout: 60_000,
  transform: {},
};
`;

const testFile = (number) => `const { startPitlane } = require('@pitlane/testkit');

let platform;
beforeAll(async () => {
  platform = await startPitlane({ shared: true });
});
afterAll(() => platform.stop());

test('climbs the ladder of file ${number}', async () => {
  const account = await platform.account();
  const receiver = await account.receiver(503, 503, 503, 503, 503, 200);
  await account.callback(receiver);
  await account.clock.freeze();
  const conversion = await account.convert(await account.click(await account.offer(), { member: 'member ${number}' }));
  await account.clock.advance('62m');
  await expect(conversion).toHaveBeenAttempted([503, 503, 503, 503, 503, 200]);
  await expect(receiver).toHaveReceived({ json: { conversion: { pubMemberId: 'member ${number}' } } });
  await expect(receiver).toHaveReceived(6);
});

test('is told of its own rejection alone, in file ${number}', async () => {
  const receiver = await platform.receiver();
  await platform.callback({ url: receiver.url, sendRejected: true });
  const conversion = await platform.convert(await platform.click(await platform.offer()));
  await platform.reject(conversion, 'reason ${number}');
  await expect(conversion).toBeRejectedWith('reason ${number}');
  await expect(conversion).toHaveBeenDelivered({ of: 'Rejected' });
  await expect(receiver).toHaveReceived(2);
  expect((await platform.api.get('/offers', {})).totalCount).toBe(1);
});
`;

function makeProject(files) {
  const folder = mkdtempSync(join(tmpdir(), 'pitlane-many-'));
  mkdirSync(join(folder, 'node_modules/@pitlane'), { recursive: true });
  mkdirSync(join(folder, 'tmp'));
  cpSync(join(ROOT, 'dist/libs/testkit'), join(folder, 'node_modules/@pitlane/testkit'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/pitlane'));
  writeFileSync(join(folder, 'jest.config.js'), CONFIG);
  for (let number = 1; number <= files; number++) {
    writeFileSync(join(folder, `file-${String(number).padStart(2, '0')}.test.js`), testFile(number));
  }
  return folder;
}

function runJest(folder, workers) {
  const { PATH, HOME } = process.env;
  const args = [
    join(ROOT, 'node_modules/jest/bin/jest.js'),
    '--maxWorkers',
    workers,
    '--json',
    '--outputFile',
    'report.json',
  ];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH, HOME, TMPDIR: join(folder, 'tmp') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

/** Servers that are still there: each takes its data along when it ends. */
function serversOf(folder) {
  return readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('pitlane-kit-')).length;
}

/** What a shared server leaves in its folder: a log for each that was started. */
function startsOf(folder) {
  const temporary = join(folder, 'tmp');
  const shared = readdirSync(temporary).filter((name) => name.startsWith('pitlane-shared-'));
  return shared.flatMap((name) => readFileSync(join(temporary, name, '1.log'), 'utf8').match(/^Ready\./gm) ?? [])
    .length;
}

async function once(folder, workers) {
  rmSync(join(folder, 'tmp'), { recursive: true, force: true });
  mkdirSync(join(folder, 'tmp'));
  const startedAt = performance.now();
  const { code, output } = await runJest(folder, workers);
  const ms = performance.now() - startedAt;
  const { numPassedTests: passed, numTotalTests: total } = JSON.parse(
    readFileSync(join(folder, 'report.json'), 'utf8'),
  );
  const starts = startsOf(folder);
  while (serversOf(folder) > 0 && performance.now() - startedAt - ms < ENDS_WITHIN_MS) await pause(100);
  const left = serversOf(folder);
  const isGood = code === 0 && passed === total && starts === 1 && left === 0;
  return {
    isGood,
    output,
    line: `${passed} of ${total} passed, servers started: ${starts}, left: ${left}, ${(ms / 1_000).toFixed(1)} s`,
  };
}

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '50' },
    runs: { type: 'string', default: '20' },
    workers: { type: 'string', default: '4' },
  },
});
const folder = makeProject(Number(values.files));
for (let run = 1; run <= Number(values.runs) && process.exitCode === undefined; run++) {
  const { isGood, output, line } = await once(folder, values.workers);
  console.log(`${isGood ? 'ok  ' : 'FAIL'}  run ${run}: ${line}`);
  if (!isGood) {
    console.log(`${output}\n${folder}`);
    process.exitCode = 1;
  }
}
if (process.exitCode === undefined) rmSync(folder, { recursive: true, force: true });

// npm run check: everything that can be said about the code without starting a server, in under 20 s.
//
// As many steps at a time as there are cores, the longest first; one line per step, and the output of those that fail.
// Types, rules and format are checked by native programs, as good as at once; nothing is cached between runs.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** The script behind a command that an installed package brings. */
function command(name, packageName = name) {
  const { bin } = JSON.parse(readFileSync(join(ROOT, 'node_modules', packageName, 'package.json'), 'utf8'));
  return join('node_modules', packageName, typeof bin === 'string' ? bin : bin[name]);
}

const STEPS = [
  {
    name: 'unit tests',
    script: command('jest'),
    args: '--config tools/testing/unit-together.config.cjs --verbose false',
  },
  { name: 'format', script: command('oxfmt'), args: '--check .' },
  {
    name: 'boundaries',
    script: command('depcruise', 'dependency-cruiser'),
    args: '--config .dependency-cruiser.cjs apps libs test tools',
  },
  { name: 'types', script: command('tsc', 'typescript-native'), args: '--noEmit -p .' },
  { name: 'lint', script: command('oxlint'), args: '--type-aware --max-warnings 0 .' },
  { name: 'dead code', script: command('knip'), args: '--no-progress' },
  { name: 'lock', script: 'tools/complete-lock.mjs', args: '--check' },
];

/** The native programs hold a few hundred MB for a few seconds, and would spend a third of that time to hold less. */
const ENVIRONMENT = { ...process.env, GOGC: '400' };

const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

function run({ name, script, args }) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const output = [];
    const child = spawn(process.execPath, [script, ...args.split(' ')], {
      cwd: ROOT,
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(12)}${seconds(startedAt).padStart(7)}`);
      resolve({ name, isGood: code === 0, output: Buffer.concat(output).toString() });
    });
  });
}

async function runAll(steps) {
  const waiting = [...steps];
  const results = [];
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await run(step));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}

const startedAt = performance.now();
const failed = (await runAll(STEPS)).filter(({ isGood }) => !isGood);
for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trimEnd()}`);
console.log(
  `${failed.length === 0 ? 'all good' : `${failed.length} of ${STEPS.length} failed`}, ${seconds(startedAt)}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

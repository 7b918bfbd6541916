// npm run bench: what Pitlane does in a second, each figure beside a baseline of the same run. Loads and receivers are processes
// of their own on this machine, over loopback. Two runs on one machine compare by their ratios, two machines do not.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers';
import { readPlan } from './plan.mjs';
import { ROOT } from './program/built.mjs';
import { endMain, runMain } from './program/run-main.mjs';
import { toRows, toTable } from './report.mjs';
import { runBench } from './run.mjs';

const MOST_MS = 1_800_000;
const RESULTS = join(ROOT, 'bench-results');
const MISSED = 1;

async function main() {
  const plan = readPlan(process.argv.slice(2));
  if (plan.usage !== undefined) return console.log(plan.usage);
  const startedAt = performance.now();
  const busyBefore = loadavg()[0];
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model,
    node: process.version,
    kernel: release(),
    busyBefore,
  };
  const figures = await runBench(plan, (line) => console.error(line));
  const rows = toRows(figures);
  const seconds = (performance.now() - startedAt) / 1_000;
  await mkdir(RESULTS, { recursive: true });
  const report = { at: new Date().toISOString(), seconds, machine, rows, figures };
  await writeFile(join(RESULTS, 'latest.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${toTable(rows)}\n`);
  console.log(
    `${machine.cpus} cores, Node.js ${machine.node}, load before ${busyBefore.toFixed(1)}, ${seconds.toFixed(0)} s; all of it in bench-results/latest.json`,
  );
  if (plan.asserts && rows.some(({ isMet }) => isMet === false)) process.exitCode = MISSED;
}

const watchdog = setTimeout(() => {
  console.error(`The bench took more than ${MOST_MS / 1_000} s.`);
  void endMain(MISSED);
}, MOST_MS);
watchdog.unref();
await runMain(main);

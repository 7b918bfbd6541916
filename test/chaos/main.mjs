// npm run chaos: kills, stops and empties what Pitlane runs on, under load, and checks that nothing was lost. Everything runs
// on this machine, over loopback; what a seed decides, it decides again.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import process from 'node:process';
import { runMain } from '../bench/program/run-main.mjs';
import { readPlan } from './plan.mjs';
import { Random } from './random.mjs';
import { toMarkdown } from './report.mjs';
import { SCENARIOS } from './scenarios.mjs';
import { settle, verify } from './verify.mjs';
import { World } from './world.mjs';

const FAILED = 1;
const MOST_PROBLEMS = 10;

async function main() {
  const plan = readPlan(process.argv.slice(2));
  if (plan.usage !== undefined) return console.log(plan.usage);
  console.error(`seed ${plan.seed}`);
  const startedAt = performance.now();
  const rows = [];
  for (const backend of plan.backends) {
    const scenarios = SCENARIOS.filter(
      ({ name, backend: only = backend }) => only === backend && name.includes(plan.only),
    );
    if (plan.isTogether) rows.push(await run({ name: 'all of it, once', scenarios }, backend, plan));
    else
      for (const scenario of scenarios)
        rows.push(await run({ name: scenario.name, scenarios: [scenario] }, backend, plan));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const report = toMarkdown(rows, { seed: plan.seed, seconds, cores: cpus().length });
  console.log(report);
  if (plan.report !== undefined) await writeFile(plan.report, report);
  if (rows.some(({ problems }) => problems.length > 0)) process.exitCode = FAILED;
}

/** Scenarios in a world of their own, each as often as planned; then a whole worker, until nothing waits. */
async function run({ name, scenarios }, backend, plan) {
  let times = 0;
  const world = await World.open({ backend, random: new Random(plan.seed) });
  try {
    for (const scenario of scenarios) {
      for (let time = 1; time <= scenario.times(plan); time++) {
        await scenario.play(world, plan);
        times += 1;
      }
    }
    await world.startReadyWorker();
    const settledMs = await settle(world);
    await world.stopWorkers();
    const found = await verify(world);
    const problems = settledMs === null ? ['deliveries still waited', ...found.problems] : found.problems;
    console.error(
      `${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${backend}  ${name}, ${world.kills} kills, ${found.deliveries} deliveries, ${found.lostAttempts} attempts lost, ${found.duplicates} came twice`,
    );
    for (const problem of problems.slice(0, MOST_PROBLEMS)) console.error(`      ${problem}`);
    return { ...found, name, backend, times, kills: world.kills, settledMs, problems };
  } finally {
    await world.close();
  }
}

await runMain(main);

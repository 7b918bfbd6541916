// npm run fuzz: sends a running Pitlane what nobody should, to every edge of it, and looks whether it stays whole. Everything
// runs on this machine, over loopback; what a seed decides, it decides again.
import process from 'node:process';
import { stopPrograms } from '../bench/program/processes.mjs';
import { Random } from '../chaos/random.mjs';
import { Failures } from './failures.mjs';
import { readDescription } from './inputs/described.mjs';
import { readPlan } from './plan.mjs';
import { runTarget } from './run-target.mjs';
import { shareOut } from './targets.mjs';
import { World } from './world.mjs';

const FAILED = 1;

async function main() {
  const plan = readPlan(process.argv.slice(2));
  if (plan.usage !== undefined) return console.log(plan.usage);
  console.error(`seed ${plan.seed}`);
  const world = await World.open();
  const failures = new Failures(plan.failures);
  const description = await readDescription(world.port);
  try {
    for (const { target, count } of shareOut(plan.targets, plan.runs)) {
      const account = await world.newAccount(`fuzz-${target.name}`);
      const random = new Random(plan.seed + target.share);
      const result = await runTarget(target, { world, account, count, random, failures, description });
      console.error(
        target.name,
        result.inputs,
        `${Math.round(result.inputs / result.seconds)}/s`,
        Math.round(result.longestMs),
        Math.round(result.longestBusyMs),
        JSON.stringify(Object.fromEntries(result.statuses)),
      );
    }
    for (const { kind, count, files } of await failures.save())
      console.log(`${count} × ${kind}\n   ${files.join(' ')}`);
    console.log(world.log.slice(0, 3000));
  } finally {
    await world.close();
  }
}

async function end(code) {
  await stopPrograms();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end(130));
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = FAILED;
} finally {
  await end(process.exitCode ?? 0);
}

// npm run fuzz: sends a running Pitlane what nobody should, to every edge of it, and looks whether it stays whole. Everything
// runs on this machine, over loopback; what a seed decides, it decides again.
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { runMain } from '../bench/program/run-main.mjs';
import { readPlan } from './plan.mjs';
import { replay } from './replay.mjs';
import { runFuzz } from './run.mjs';

const FAILED = 1;

async function main() {
  const plan = readPlan(process.argv.slice(2));
  if (plan.usage !== undefined) return console.log(plan.usage);
  if (plan.replay !== undefined) return console.log(await replay(plan.replay));
  console.error(`seed ${plan.seed}`);
  const { report, failed } = await runFuzz(plan, (line) => console.error(line));
  console.log(report);
  if (plan.report !== undefined) await writeFile(plan.report, report);
  if (failed) process.exitCode = FAILED;
}

await runMain(main);

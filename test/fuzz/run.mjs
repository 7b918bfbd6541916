// A whole run: a few inputs to every target, a look at memory, then the rest, then the ledger.
import { cpus } from 'node:os';
import { Random } from '../chaos/random.mjs';
import { Failures } from './failures.mjs';
import { readDescription } from './inputs/described.mjs';
import { checkLedger, differences, photograph } from './ledger-check.mjs';
import { toMarkdown } from './report.mjs';
import { runTarget } from './run-target.mjs';
import { shareOut } from './targets.mjs';
import { World } from './world.mjs';

const MIB = 1_048_576;
/** What comes before memory is looked at first: caches fill, code is compiled. */
const WARM_UP = 0.1;
const MOST_GROWTH_MIB = 100;

/** `{report, failed}`. `note` gets a line for each target that is done. */
export async function runFuzz(plan, note) {
  const startedAt = performance.now();
  const world = await World.open();
  const failures = new Failures(plan.failures);
  try {
    const rows = await fuzz(world, plan, { failures, note });
    const saved = await failures.save();
    const seconds = (performance.now() - startedAt) / 1_000;
    const report = toMarkdown(rows.rows, {
      seed: plan.seed,
      seconds,
      cores: cpus().length,
      memory: rows.memory,
      failures: saved,
    });
    return { report, failed: saved.length > 0 };
  } finally {
    await world.close();
  }
}

async function fuzz(world, plan, { failures, note }) {
  const description = await readDescription(world.port);
  const bystander = await world.newAccount('bystander', { isQuiet: true });
  const before = await photograph(world, bystander);
  const parts = [];
  for (const [index, { target, count }] of shareOut(plan.targets, plan.runs).entries()) {
    const account = await world.newAccount(`fuzz-${target.name}`);
    const random = new Random(plan.seed + index);
    parts.push({ target, count, context: { world, account, bystander, random, failures, description } });
  }
  const first = await sendShare(parts, WARM_UP);
  const memoryBefore = await world.watch.memory();
  const rest = await sendShare(parts, 1 - WARM_UP, note);
  const memoryAfter = await world.watch.memory();
  const grownMib = (memoryAfter.rss - memoryBefore.rss) / MIB;
  if (grownMib > MOST_GROWTH_MIB) failures.addGeneral(`memory grew by ${Math.round(grownMib)} MiB`);
  for (const problem of await checkLedger(world)) failures.addGeneral(problem);
  for (const table of differences(before, await photograph(world, bystander))) {
    failures.addGeneral(`rows of another account changed: ${table}`);
  }
  return {
    rows: rest.map((row, index) => sumOf(first[index], row)),
    memory: describeMemory(memoryBefore, memoryAfter),
  };
}

async function sendShare(parts, share, note = () => undefined) {
  const rows = [];
  for (const { target, count, context } of parts) {
    const row = await runTarget(target, { ...context, count: Math.ceil(count * share) });
    note(
      `${target.name}: ${row.inputs} inputs, ${Math.round(row.inputs / row.seconds)} a second, ${context.failures.count} kinds of failure so far`,
    );
    rows.push({ name: target.name, ...row });
    if (!context.world.isAlive) throw new Error(`The api ended while ${target.name} was fuzzed.`);
  }
  return rows;
}

function sumOf(one, other) {
  const statuses = new Map(one.statuses);
  for (const [status, count] of other.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count);
  return {
    name: other.name,
    inputs: one.inputs + other.inputs,
    seconds: one.seconds + other.seconds,
    statuses,
    longestMs: Math.max(one.longestMs, other.longestMs),
    longestBusyMs: Math.max(one.longestBusyMs, other.longestBusyMs),
  };
}

function describeMemory(before, after) {
  const mib = (bytes) => Math.round(bytes / MIB);
  return {
    before: mib(before.rss),
    after: mib(after.rss),
    heapBefore: mib(before.heapUsed),
    heapAfter: mib(after.heapUsed),
  };
}

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
/** Each target gets its share a piece at a time. After the first round memory is looked at: caches are full, code is compiled. */
const ROUNDS = 10;
const MINUTE_MS = 60_000;
const MOST_GROWTH_MIB = 100;

/** With fewer right ones the rest gets no further than the door. */
const LEAST_GOOD = 0.1;

/** `{report, failed}`. `note` gets a line for each round. */
export async function runFuzz(plan, note) {
  const startedAt = performance.now();
  const world = await World.open();
  const failures = new Failures(plan.failures, note);
  try {
    const { rows, memory } = await fuzz(world, plan, { failures, note });
    const saved = await failures.save();
    const seconds = (performance.now() - startedAt) / 1_000;
    const report = toMarkdown(rows, { seed: plan.seed, seconds, cores: cpus().length, memory, failures: saved });
    return { report, failed: saved.length > 0 };
  } finally {
    await world.close();
  }
}

async function fuzz(world, plan, { failures, note }) {
  const bystander = await world.newAccount('bystander', { isQuiet: true });
  const before = await photograph(world, bystander);
  const parts = await partsOf(world, plan, { bystander, failures });
  const until = performance.now() + plan.minutes * MINUTE_MS;
  let rows = await sendRound(parts);
  const memoryBefore = await world.watch.memory();
  for (let round = 1; round < ROUNDS && performance.now() < until; round++) {
    const more = await sendRound(parts);
    rows = rows.map((row, index) => sumOf(row, more[index]));
    note(
      `${round + 1} of ${ROUNDS}: ${rows.reduce((sum, { inputs }) => sum + inputs, 0)} inputs, ${failures.count} kinds of failure`,
    );
  }
  const memoryAfter = await world.watch.memory();
  const grownMib = (memoryAfter.rss - memoryBefore.rss) / MIB;
  const problems = [
    ...(plan.isMeasured && grownMib > MOST_GROWTH_MIB ? [`memory grew by ${Math.round(grownMib)} MiB`] : []),
    ...(goodShare(rows) < LEAST_GOOD ? [`only ${Math.round(100 * goodShare(rows))} % of the inputs were right`] : []),
    ...(await checkLedger(world)),
    ...differences(before, await photograph(world, bystander)).map(
      (table) => `rows of the bystander changed: ${table}`,
    ),
  ];
  for (const problem of problems) failures.addGeneral(problem);
  // Whoever comes next finds everything in its place.
  await world.newAccount('afterwards');
  return { rows, memory: describeMemory(memoryBefore, memoryAfter) };
}

/** What is sent to each target, with an account of its own. */
async function partsOf(world, plan, shared) {
  const description = await readDescription(world.port);
  const parts = [];
  for (const [index, { target, count }] of shareOut(plan.targets, plan.runs).entries()) {
    const account = await world.newAccount(`fuzz-${target.name}`);
    const random = new Random(plan.seed + index);
    const context = { world, account, random, description, isMeasured: plan.isMeasured, ...shared };
    parts.push({ target, count, context });
  }
  return parts;
}

async function sendRound(parts) {
  const rows = [];
  for (const { target, count, context } of parts) {
    rows.push({ name: target.name, ...(await runTarget(target, Math.ceil(count / ROUNDS), context)) });
    if (!context.world.isAlive) {
      await context.failures.save();
      throw new Error(`The api ended while ${target.name} was fuzzed.`);
    }
  }
  return rows;
}

function goodShare(rows) {
  const counts = rows.flatMap(({ statuses }) => [...statuses]);
  const sum = (some) => some.reduce((total, [, count]) => total + count, 0);
  return sum(counts.filter(([status]) => status >= 200 && status < 400)) / sum(counts);
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

// Sends the inputs of one target, several at once, and looks at what comes.
import { makeInputs } from './inputs/make-inputs.mjs';
import { judge } from './judge.mjs';
import { Wire } from './wire.mjs';

const CONNECTIONS = 12;
const BATCH = 240;
/** What was changed or deleted meanwhile is made anew. */
const BATCHES_TO_RENEWAL = 1;
const PATIENCE_MS = 12_000;
const SCRIPTED_PATIENCE_MS = 400;
/** How long an input that may be half a request is given before its end is told. */
const QUIET_MS = 60;
const STALL_MS = 50;
/** Of what was under way during a stall, the largest: all of a batch would take too long. */
const MOST_SUSPECTS = 6;
const MOST_SLOW = 20;

/** `{inputs, seconds, statuses, longestMs, longestBusyMs}`; failures go to `failures`. */
export async function runTarget(target, { world, account, bystander, count, random, failures, description }) {
  const startedAt = performance.now();
  const found = { inputs: 0, statuses: new Map(), longestMs: 0, longestBusyMs: 0 };
  const wires = Array.from({ length: CONNECTIONS }, () => new Wire(world.port));
  for (let batch = 0; found.inputs < count; batch++) {
    if (batch % BATCHES_TO_RENEWAL === 0) await account.renew().catch(() => undefined);
    const size = Math.min(BATCH, count - found.inputs);
    const inputs = makeInputs(target, {
      account,
      foreign: target.key === 'account' ? bystander.ids() : [],
      rootKey: world.rootKey,
      description,
      random,
      count: size,
    });
    const sent = await sendAll(inputs, wires);
    found.inputs += sent.length;
    for (const { input, answer } of sent)
      note(found, { input, answer, failures, account, secrets: target.key === 'root' ? [] : secretsOf(bystander) });
    await lookForStalls(found, sent, { world, failures, account });
    for (const line of world.newErrors()) failures.addLogged(line, target);
    if (!world.isAlive) return end(found, startedAt, wires, failures.died(sent));
  }
  return end(found, startedAt, wires);
}

function end(found, startedAt, wires) {
  for (const wire of wires) wire.close();
  return { ...found, seconds: (performance.now() - startedAt) / 1_000 };
}

async function sendAll(inputs, wires) {
  const waiting = [...inputs].reverse();
  const sent = [];
  const work = async (wire) => {
    for (let input = waiting.pop(); input !== undefined; input = waiting.pop()) {
      const from = Date.now();
      const answer = await send(input, wire);
      sent.push({ input, answer, from, to: Date.now() });
    }
  };
  await Promise.all(wires.map(work));
  return sent;
}

function send(input, wire) {
  const patienceMs = input.path.startsWith('/receivers/') ? SCRIPTED_PATIENCE_MS : PATIENCE_MS;
  if (input.isAlone) return wire.sendAlone(input.bytes, { patienceMs, quietMs: QUIET_MS });
  return wire.send(input.bytes, { patienceMs, isBare: input.isBare });
}

/** What no answer may have in it unless the input had. */
const secretsOf = (bystander) => [...bystander.named.values()].filter((value) => value.length > 20);

function note(found, { input, answer, failures, account, secrets }) {
  found.statuses.set(answer.status, (found.statuses.get(answer.status) ?? 0) + 1);
  for (const problem of judge(input, answer, secrets)) failures.add(input, problem, account);
  if (input.path.startsWith('/receivers/')) return;
  found.longestMs = Math.max(found.longestMs, answer.ms);
}

/** Inputs that were slow, or under way while the server did nothing else, are sent again alone: only what stays is theirs. */
async function lookForStalls(found, sent, { world, failures, account }) {
  const busy = (await world.watch.news()).filter(({ busyMs }) => busyMs > STALL_MS);
  const timed = sent.filter(({ input }) => !input.path.startsWith('/receivers/'));
  const slow = timed.filter(({ input, answer }) => answer.ms > input.limitMs);
  const meanwhile = busy.flatMap(({ from, to }) =>
    timed
      .filter((each) => each.from <= to && each.to >= from)
      .sort((one, other) => other.input.bytes.length - one.input.bytes.length)
      .slice(0, MOST_SUSPECTS),
  );
  const suspects = new Set([...slow.slice(0, MOST_SLOW), ...meanwhile]);
  for (const { input } of suspects) {
    const alone = await measureAlone(input, world);
    found.longestBusyMs = Math.max(found.longestBusyMs, alone.busyMs);
    if (alone.ms > input.limitMs) failures.add(input, `takes ${Math.round(alone.ms)} ms`, account);
    if (alone.busyMs > STALL_MS)
      failures.add(input, `stops the event loop for ${Math.round(alone.busyMs)} ms`, account);
  }
}

const TRIES = 3;
const SETTLED_MS = 12;

/** The least that an input takes, of three times in a process with nothing else to do. */
export async function measureAlone(input, world) {
  const least = { ms: Infinity, busyMs: Infinity };
  for (let time = 0; time < TRIES; time++) {
    const wire = new Wire(world.port);
    await world.watch.news();
    const { ms } = await send(input, wire);
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    wire.close();
    const busyMs = (await world.watch.news()).reduce((most, each) => Math.max(most, each.busyMs), 0);
    least.ms = Math.min(least.ms, ms);
    least.busyMs = Math.min(least.busyMs, busyMs);
    if (least.ms <= input.limitMs && least.busyMs <= STALL_MS) break;
  }
  return least;
}

// Sends the inputs of one target, several at once, and looks at what comes.
import { makeInputs } from './inputs/make-inputs.mjs';
import { judge } from './judge.mjs';
import { isScripted, send } from './send.mjs';
import { judgeSuspects } from './suspects.mjs';
import { Wire } from './wire.mjs';

const CONNECTIONS = 12;
const BATCH = 240;

/**
 * `count` inputs. Answers `{inputs, seconds, statuses, longestMs, longestBusyMs}`; failures go to `failures`. `isMeasured`: how
 * long things take counts, too.
 */
export async function runTarget(target, count, context) {
  const { world, account, failures } = context;
  const startedAt = performance.now();
  const found = { inputs: 0, statuses: new Map(), longestMs: 0, longestBusyMs: 0 };
  const wires = Array.from({ length: CONNECTIONS }, () => new Wire(world.port));
  while (found.inputs < count && world.isAlive) {
    // What was changed or deleted meanwhile is made anew; a call that is refused for what was configured is no failure.
    await account.renew().catch(() => undefined);
    const inputs = inputsFor(target, Math.min(BATCH, count - found.inputs), context);
    const sent = await sendAll(inputs, wires);
    found.inputs += sent.length;
    noteAll(found, sent, { ...context, target });
    if (!world.isAlive) break;
    await judgeSuspects(found, sent, context);
    for (const line of world.newErrors()) failures.addLogged(line, target);
  }
  for (const wire of wires) wire.close();
  return { ...found, seconds: (performance.now() - startedAt) / 1_000 };
}

function inputsFor(target, count, { world, account, bystander, description, random }) {
  return makeInputs(target, {
    account,
    foreign: target.key === 'account' ? bystander.ids() : [],
    rootKey: world.rootKey,
    description,
    random,
    count,
  });
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

function noteAll(found, sent, { target, world, account, bystander, failures }) {
  // What no answer may have in it unless the input had.
  const secrets = target.key === 'root' ? [] : bystander.secrets();
  for (const { input, answer } of sent) {
    found.statuses.set(answer.status, (found.statuses.get(answer.status) ?? 0) + 1);
    if (!isScripted(input)) found.longestMs = Math.max(found.longestMs, answer.ms);
    const problems = world.isAlive || answer.status !== 0 ? judge(input, answer, secrets) : ['ends the api'];
    for (const problem of problems) failures.add(input, problem, account);
  }
}

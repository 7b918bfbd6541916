// Which input it was that took so long: those that may have been are sent again, alone, three times. On a machine that others
// use as well only what stays every time is the input's own.
import { setTimeout as pause } from 'node:timers/promises';
import { isScripted, send } from './send.mjs';
import { Wire } from './wire.mjs';

const STALL_MS = 50;
const TRIES = 3;
/** Until the watch has looked once more. */
const SETTLED_MS = 12;
/** Of what was under way during a stall, the largest: all of a batch would take too long. */
const MOST_SUSPECTS = 6;
const MOST_SLOW = 20;

/** Adds what is too slow to the failures; where nothing is measured, what is not answered at all. */
export async function judgeSuspects(found, sent, { world, account, failures, isMeasured }) {
  const busy = (await world.watch.news()).filter(({ busyMs }) => busyMs > STALL_MS);
  const timed = sent.filter(({ input }) => !isScripted(input));
  const suspects = isMeasured
    ? [...slowOf(timed), ...busy.flatMap((stretch) => duringOf(timed, stretch))]
    : timed.filter(({ answer }) => answer.status === -1);
  for (const { input } of new Set(suspects)) {
    const alone = await measureAlone(input, world);
    found.longestBusyMs = Math.max(found.longestBusyMs, alone.busyMs);
    if (alone.isHung) failures.add(input, 'is not answered', account);
    else if (isMeasured && alone.ms > input.limitMs) failures.add(input, `takes ${Math.round(alone.ms)} ms`, account);
    if (isMeasured && alone.busyMs > STALL_MS) {
      failures.add(input, `stops the event loop for ${Math.round(alone.busyMs)} ms`, account);
    }
  }
}

const slowOf = (timed) => timed.filter(({ input, answer }) => answer.ms > input.limitMs).slice(0, MOST_SLOW);

function duringOf(timed, stretch) {
  return timed
    .filter(({ from, to }) => from <= stretch.to && to >= stretch.from)
    .sort((one, other) => other.input.bytes.length - one.input.bytes.length)
    .slice(0, MOST_SUSPECTS);
}

/** The least that an input takes: `{ms, busyMs, isHung}`. */
export async function measureAlone(input, world) {
  const least = { ms: Infinity, busyMs: Infinity, isHung: true };
  for (let time = 0; time < TRIES; time++) {
    const wire = new Wire(world.port);
    await world.watch.news();
    const { ms, status } = await send(input, wire);
    await pause(SETTLED_MS);
    wire.close();
    const busyMs = (await world.watch.news()).reduce((most, each) => Math.max(most, each.busyMs), 0);
    least.ms = Math.min(least.ms, ms);
    least.busyMs = Math.min(least.busyMs, busyMs);
    least.isHung &&= status === -1;
    if (least.ms <= input.limitMs && least.busyMs <= STALL_MS) break;
  }
  return least;
}

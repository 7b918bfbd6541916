// Loaded before a server: tells by a file how long its event loop was busy without a break, and what it holds in memory.
// What counts is the processor time of such a stretch: on a shared machine time on the clock says little.
const { openSync, writeSync } = require('node:fs');
const { monitorEventLoopDelay, performance } = require('node:perf_hooks');
const process = require('node:process');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

const LOOK_MS = 4;
const WORTH_TELLING_MS = 20;
const NS_IN_MS = 1e6;

const out = openSync(process.env.FUZZ_WATCH, 'a');
const delays = monitorEventLoopDelay({ resolution: LOOK_MS });
const tell = (line) => writeSync(out, `${JSON.stringify(line)}\n`);
delays.enable();

let seen = { at: performance.now(), cpuMs: cpuMs() };
setInterval(() => {
  const now = { at: performance.now(), cpuMs: cpuMs() };
  // Other threads of the process count, too: a stretch was no longer than it took.
  const busyMs = Math.min(now.cpuMs - seen.cpuMs, now.at - seen.at);
  if (busyMs >= WORTH_TELLING_MS) {
    tell({ kind: 'busy', from: performance.timeOrigin + seen.at, to: performance.timeOrigin + now.at, busyMs });
  }
  seen = now;
}, LOOK_MS).unref();

// What is asked for by a signal: memory after all that can be given back was given back.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  tell({ kind: 'memory', rss, heapUsed, delayP99Ms: delays.percentile(99) / NS_IN_MS });
  // That the collection took its time is nobody's fault.
  seen = { at: performance.now(), cpuMs: cpuMs() };
});

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

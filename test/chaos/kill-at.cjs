// Loaded before a worker: ends it at the n-th pass of a point on a delivery's way, as a power failure would.
const { subscribe } = require('node:diagnostics_channel');
const process = require('node:process');

const [point, pass] = (process.env.CHAOS_KILL ?? '').split(':');
let passed = 0;
subscribe(`pitlane.delivery.${point}`, () => {
  passed += 1;
  if (passed === Number(pass)) process.kill(process.pid, 'SIGKILL');
});

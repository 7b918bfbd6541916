// What the test kit costs a test: node test/bench/testkit.mjs
//
// A start, an account of its own, and the retry ladder of 62 minutes: from the conversion until all six attempts were made and
// the delivery is read as Failed. Each by the kit as it is built, on one server; medians and the slowest of some dozens.
import { loadLibrary, mainOf } from './program/built.mjs';

const { startPitlane } = loadLibrary('testkit');
const ROUNDS = 30;

async function timed(work) {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}

async function repeated(what, work) {
  await work();
  const all = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await work());
  all.sort((a, b) => a - b);
  const [middle, last] = [all[Math.floor(all.length / 2)], all.at(-1)];
  console.log(
    `${what.padEnd(44)} median ${middle.toFixed(1).padStart(7)} ms   slowest ${last.toFixed(1).padStart(7)} ms`,
  );
}

const { ms, result: platform } = await timed(() => startPitlane({ main: mainOf('cli') }));
console.log(`${'start, with an account'.padEnd(44)} once   ${ms.toFixed(1).padStart(7)} ms`);

async function ladder(...script) {
  const account = await platform.account();
  await account.callback(await account.receiver(...script));
  const click = await account.click(await account.offer());
  await account.clock.freeze();
  const climbed = await timed(async () => {
    const conversion = await account.convert(click);
    await account.clock.advance('62m');
    const [delivery] = await conversion.deliveries();
    if (delivery.attempts.length !== 6) throw new Error(`${delivery.attempts.length} attempts, expected 6`);
  });
  return climbed.ms;
}

try {
  await repeated('account()', async () => (await timed(() => platform.account())).ms);
  await repeated('ladder, 503 six times, Failed', () => ladder(503));
  await repeated('ladder, 503 five times, then 200', () => ladder(503, 503, 503, 503, 503, 200));
} finally {
  await platform.stop();
}

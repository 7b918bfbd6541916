// What is done to a running Pitlane. Each scenario gets a world with an api and no worker, and leaves it with none.
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

const POINTS = [
  ['before-claim', 12],
  ['after-claim', 4],
  ['after-enqueue', 4],
  ['after-attempt-row', 4],
  ['during-connect', 3],
  ['during-body', 8],
  ['after-response', 8],
  ['before-commit', 5],
  ['after-commit', 5],
];
const CALLERS = 4;
const BURST = 6;
/** What a worker needs for a start on a busy machine, several times over. */
const COMES_WITHIN_MS = 60_000;
const BETWEEN_BURSTS_MS = 50;
/** Longer than the longest lease: an attempt's time-out and ten seconds. */
const FROZEN_MS = 13_000;

export const SCENARIOS = [
  ...POINTS.map(([point, latest]) => ({
    name: `worker killed ${point.replaceAll('-', ' ')}`,
    times: ({ kills }) => kills,
    play: (world) => killWorkerAt(world, point, latest),
  })),
  { name: 'api killed under load', times: ({ apiKills }) => apiKills, play: killApi },
  { name: 'two relays and three workers, one killed', times: ({ crowds }) => crowds, play: crowd },
  { name: 'PostgreSQL restarted (immediate) under load', times: ({ restarts }) => restarts, play: restartPostgres },
  { name: 'worker stopped for longer than its lease', times: ({ freezes }) => freezes, play: freezeWorker },
  { name: 'FLUSHALL under load', backend: 'redis', times: ({ restarts }) => restarts, play: flushRedis },
  { name: 'Redis restarted empty under load', backend: 'redis', times: ({ restarts }) => restarts, play: restartRedis },
  { name: 'Redis away for a while', backend: 'redis', times: () => 1, play: stopRedis },
];

/** A worker that ends itself at a point; members go on until it has. */
async function killWorkerAt(world, point, latest) {
  const worker = await world.startWorker(`${point}:${world.random.between(1, latest)}`);
  let ended = false;
  const ending = worker.ended().then(() => (ended = true));
  const latestAt = performance.now() + COMES_WITHIN_MS;
  while (!ended) {
    if (performance.now() > latestAt) throw new Error(`The worker never came to ${point}.`);
    await world.load.burst(BURST);
    await pause(BETWEEN_BURSTS_MS);
  }
  await ending;
  world.kills += 1;
  world.forget(worker);
}

async function killApi(world) {
  await world.startReadyWorker();
  world.load.start(CALLERS);
  await pause(world.random.between(100, 700));
  await world.killApi();
  await world.startApi();
  await world.load.stop();
  await world.stopWorkers();
}

/** Each worker process has a relay of its own. */
async function crowd(world) {
  const [victim] = await Promise.all([1, 2, 3].map(() => world.startReadyWorker()));
  world.load.start(CALLERS);
  await pause(world.random.between(300, 900));
  await world.killWorker(victim);
  await pause(300);
  await world.load.stop();
  await world.stopWorkers();
}

async function restartPostgres(world) {
  await world.startReadyWorker();
  world.load.start(CALLERS);
  await pause(world.random.between(200, 800));
  world.kills += 1;
  await world.postgres.restart();
  await pause(500);
  await world.load.stop();
  await world.stopWorkers();
}

async function freezeWorker(world) {
  const worker = await world.startReadyWorker();
  world.load.start(CALLERS);
  await pause(world.random.between(200, 600));
  process.kill(worker.pid, 'SIGSTOP');
  await world.load.stop();
  await world.startReadyWorker();
  await pause(FROZEN_MS);
  process.kill(worker.pid, 'SIGCONT');
  await world.load.burst(BURST);
  await world.stopWorkers();
}

async function flushRedis(world) {
  await underLoad(world, () => world.redis.flush());
}

async function restartRedis(world) {
  world.kills += 1;
  await underLoad(world, () => world.redis.restart());
}

async function stopRedis(world, { redisAwayMs }) {
  world.kills += 1;
  await underLoad(world, () => world.redis.restart(redisAwayMs));
}

async function underLoad(world, happen) {
  await world.startReadyWorker();
  world.load.start(CALLERS);
  await pause(world.random.between(200, 600));
  await happen();
  await pause(300);
  await world.load.stop();
  await world.stopWorkers();
}

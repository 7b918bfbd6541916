// Deliveries a second with every attempt recorded: so many callbacks fall due at once, and one worker process sends them to one
// healthy receiver; on both backends of the queue, beside an axios loop that only sends.
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { findRedisServer, startRedis } from '../../../tools/testing/private-redis.mjs';
import { conversionPath } from '../program/account.mjs';
import { Ledger } from '../program/ledger.mjs';
import { startWorker } from '../program/pitlane.mjs';
import { Program } from '../program/processes.mjs';
import { median } from '../stats.mjs';

const CONNECTIONS = 50;
const LOOK_EVERY_MS = 25;
const SENT_WITHIN_MS = 90_000;
const BASELINE = join(import.meta.dirname, '..', 'baselines', 'axios-loop.mjs');

export async function measureDeliveries(setting) {
  const redis = await provideRedis();
  try {
    const backends = [{ name: 'postgres' }, ...(redis === null ? [] : [{ name: 'redis', redisUrl: redis.url }])];
    return await measureBackends(setting, backends);
  } finally {
    await redis?.stop();
  }
}

async function measureBackends({ api, databaseUrl, dataDir, account, sink, load, plan, note }, backends) {
  const ledger = await Ledger.open(databaseUrl);
  const axios = Program.fork(BASELINE);
  const { port } = await sink.ask({});
  const body = await sampleBody({ api, account, ledger, load });
  const loop = (count) => axios.ask({ port, body, count, connections: CONNECTIONS });
  await loop(plan.warmUp);
  const rounds = [];
  for (let round = 0; round < plan.rounds; round++) {
    const results = { axios: (await loop(plan.deliveries)).perSecond };
    for (const { name, redisUrl } of backends) {
      const worker = await startWorker(databaseUrl, dataDir, redisUrl);
      await sendAll({ ledger, account, sink, count: plan.warmUp });
      results[name] = await sendAll({ ledger, account, sink, count: plan.deliveries });
      await worker.stop();
    }
    rounds.push(results);
    note(
      `round ${round + 1}: ${Object.entries(results)
        .map(([name, perSecond]) => `${name} ${Math.round(perSecond)}`)
        .join(', ')}`,
    );
  }
  await Promise.all([axios.stop(), ledger.close()]);
  return { ...summary(rounds, backends), bodyBytes: Buffer.byteLength(body) };
}

/** Deliveries a second, from the moment when all fell due until the last one is Sent. */
async function sendAll(setting) {
  await setting.ledger.multiplyCallback(setting.account, setting.count);
  return sendWaiting(setting);
}

/** As many as were made to wait; deliveries a second. */
export async function sendWaiting({ ledger, account, sink, count }) {
  await sink.ask({});
  const startedAt = performance.now();
  await ledger.passAnHour(account);
  const received = await untilReceived(sink, count);
  await untilNothingIsPending(ledger, account);
  const seconds = (performance.now() - startedAt) / 1_000;
  const attempts = await ledger.count('attempts', account, `outcome = 'sent'`);
  const sent = await ledger.count('deliveries', account, `status = 'Sent'`);
  if (attempts !== sent) throw new Error(`${received} received, ${sent} sent, ${attempts} attempts recorded`);
  return count / seconds;
}

/** Asking the receiver costs next to nothing; asking the ledger all the time would be part of the load. */
async function untilReceived(sink, count) {
  const deadline = performance.now() + SENT_WITHIN_MS;
  for (let received = 0; ; await pause(LOOK_EVERY_MS)) {
    received += (await sink.ask({})).received;
    if (received >= count) return received;
    if (performance.now() > deadline) throw new Error(`${received} of ${count} deliveries arrived`);
  }
}

/** Resolves once no delivery of the account is Pending. */
export async function untilNothingIsPending(ledger, account) {
  const deadline = performance.now() + SENT_WITHIN_MS;
  while (await ledger.hasPending(account)) {
    if (performance.now() > deadline) throw new Error('deliveries are still Pending');
    await pause(LOOK_EVERY_MS);
  }
}

/** Makes one conversion, whose callback is the pattern of all others. Answers its body as a receiver gets it. */
async function sampleBody({ api, account, ledger, load }) {
  const [clickId] = await ledger.insertClicks(account, 1);
  await load.ask({
    port: api.port,
    paths: [conversionPath(account, clickId)],
    once: true,
    connections: 1,
    durationMs: 1_000,
    expected: 200,
  });
  const [{ id, payload }] = await ledger.query(
    `SELECT d.id, p.payload FROM deliveries d JOIN delivery_payloads p ON p.delivery_id = d.id WHERE d.account_id = $1 AND d.kind = 'callback'`,
    [account.id],
  );
  return `{"id":"${id}","sentAt":"2026-01-01T00:00:00.000Z","conversion":${payload}}`;
}

/** The Redis that is named, else one of our own; null: there is none. */
async function provideRedis() {
  const url = process.env.TEST_REDIS_URL ?? process.env.REDIS_URL;
  if (url !== undefined) return { url, stop: () => undefined };
  const executable = findRedisServer();
  return executable === undefined ? null : startRedis(executable);
}

function summary(rounds, backends) {
  const figures = { axios: median(rounds.map(({ axios }) => axios)), rounds };
  for (const { name } of backends) {
    figures[name] = {
      perSecond: median(rounds.map((round) => round[name])),
      ratio: median(rounds.map((round) => round[name] / round.axios)),
    };
  }
  return figures;
}

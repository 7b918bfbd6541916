// What a click and a conversion take with millions of clicks stored, beside a store that has none. Both are there all the time and
// take turns; few connections, so that it is the time of one call and not of the queue before it.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clickPath, conversionPath, createAccount } from '../program/account.mjs';
import { GrownStore } from '../program/grown-store.mjs';
import { Ledger } from '../program/ledger.mjs';
import { startAllInOne } from '../program/pitlane.mjs';
import { median, medianOf } from '../stats.mjs';
import { untilNothingIsPending } from './deliveries.mjs';
import { treeCpuMs } from './process-tree.mjs';

const CONNECTIONS = 2;
const MOST_PER_SECOND = 2_000;
const PATHS = 1_000;

/** `{click, conversion, conversionOfToday}`, each with the medians of both stores and of the ratios of each turn. */
export async function measureGrowth({ load, receiver, plan, note }) {
  const grown = await openStore(receiver);
  const empty = await openStore(receiver);
  const startedAt = performance.now();
  const history = new GrownStore(grown.ledger, grown.account, plan);
  await history.fill();
  note(
    `${plan.clicks} clicks of ${plan.days} days filled in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`,
  );
  const rounds = { click: [], conversion: [], conversionOfToday: [] };
  for (let round = -1; round < plan.rounds; round++) {
    const durationMs = round < 0 ? plan.warmUpMs : plan.roundMs;
    // Who is first in one turn is second in the next.
    const order = round % 2 === 0 ? ['grown', 'empty'] : ['empty', 'grown'];
    const turn = (measure) => inTurn(order, { grown, empty }, measure);
    const taken = {
      click: await turn((store) => driveClicks(load, store, durationMs)),
      conversion: await turn((store) => driveConversions(load, store, durationMs, store === grown ? history : null)),
      conversionOfToday: await turn((store) => driveConversions(load, store, durationMs, null)),
    };
    if (round < 0) continue;
    for (const [name, both] of Object.entries(taken)) rounds[name].push(both);
    note(
      `round ${round + 1}: ${Object.entries(taken)
        .map(([name, both]) => `${name} ${told(both)}`)
        .join(', ')}`,
    );
  }
  for (const store of [grown, empty]) await store.close();
  return Object.fromEntries(Object.entries(rounds).map(([name, turns]) => [name, summary(turns)]));
}

async function openStore(receiver) {
  const dataDir = await mkdtemp(join(tmpdir(), 'pitlane-bench-growth-'));
  await chmod(dataDir, 0o755);
  const server = await startAllInOne(dataDir);
  const ledger = await Ledger.open(server.databaseUrl);
  return {
    server,
    ledger,
    account: await createAccount(server, 'growth', receiver),
    close: async () => {
      await ledger.close();
      await server.program.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function inTurn(order, stores, measure) {
  const both = {};
  for (const name of order) {
    const { pid } = stores[name].server;
    const before = treeCpuMs(pid);
    const result = await measure(stores[name]);
    both[name] = { ...result, cpuMs: (treeCpuMs(pid) - before) / result.count };
  }
  return both;
}

function driveClicks(load, { server, account }, durationMs) {
  const paths = Array.from({ length: PATHS }, (_, number) => clickPath(account, number));
  return load.ask({ port: server.port, paths, connections: CONNECTIONS, durationMs, expected: 302 });
}

/** `history`: the clicks come from any of its days; null: they were made just now. */
async function driveConversions(load, { server, ledger, account }, durationMs, history) {
  const count = Math.ceil((MOST_PER_SECOND * durationMs) / 1_000);
  const clickIds = history === null ? await ledger.addClicks(account, count) : await history.take(count);
  const paths = clickIds.map((id) => conversionPath(account, id));
  const result = await load.ask({
    ...{ port: server.port, paths, once: true },
    ...{ connections: CONNECTIONS, durationMs, expected: 200 },
  });
  await untilNothingIsPending(ledger, account);
  return result;
}

const told = ({ grown, empty }) =>
  `${grown.p50.toFixed(2)} / ${empty.p50.toFixed(2)} ms, processor ${grown.cpuMs.toFixed(2)} / ${empty.cpuMs.toFixed(2)} ms`;

function summary(turns) {
  const of = (name) => {
    const own = turns.map((turn) => turn[name]);
    const [p50, p99, cpuMs] = ['p50', 'p99', 'cpuMs'].map((field) => medianOf(own, field));
    return { p50, p99, cpuMs };
  };
  return {
    grown: of('grown'),
    empty: of('empty'),
    ratio: median(turns.map(({ grown, empty }) => grown.p50 / empty.p50)),
    cpuRatio: median(turns.map(({ grown, empty }) => grown.cpuMs / empty.cpuMs)),
  };
}

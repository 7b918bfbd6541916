// Durable clicks a second, beside a Fastify that stores nothing and the same route with one TypeORM insert a request. The three
// take turns, so that whatever else the machine does falls on all of them; ratios are those of one turn.
import { join } from 'node:path';
import { clickPath } from '../program/account.mjs';
import { Program } from '../program/processes.mjs';
import { medianOf, median } from '../stats.mjs';
import { treeMemory } from './memory.mjs';

const CONNECTIONS = 64;
const PATHS = 1_000;
const BASELINES = join(import.meta.dirname, '..', 'baselines');

export async function measureClicks({ allInOne, account, load, plan, note }) {
  const bare = Program.fork(join(BASELINES, 'bare-fastify.mjs'));
  const typeorm = Program.fork(join(BASELINES, 'typeorm-insert.mjs'), [allInOne.databaseUrl, account.id]);
  const candidates = {
    pitlane: allInOne.port,
    bare: (await bare.ask({})).port,
    typeorm: (await typeorm.ask({})).port,
  };
  const paths = Array.from({ length: PATHS }, (_, number) => clickPath(account, number));
  const drive = (port, durationMs) => load.ask({ port, paths, connections: CONNECTIONS, durationMs, expected: 302 });
  for (const port of Object.values(candidates)) await drive(port, plan.warmUpMs);
  const rounds = [];
  let memory = null;
  for (let round = 0; round < plan.rounds; round++) {
    const results = {};
    for (const [name, port] of Object.entries(candidates)) results[name] = await drive(port, plan.roundMs);
    memory = treeMemory(allInOne.pid);
    rounds.push(results);
    note(
      `round ${round + 1}: ${Object.entries(results)
        .map(([name, { perSecond }]) => `${name} ${Math.round(perSecond)}`)
        .join(', ')}`,
    );
  }
  await Promise.all([bare.stop(), typeorm.stop()]);
  return { ...summary(rounds), rounds, memory };
}

function summary(rounds) {
  const of = (name) => {
    const own = rounds.map((round) => round[name]);
    return {
      perSecond: medianOf(own, 'perSecond'),
      p50: medianOf(own, 'p50'),
      p99: medianOf(own, 'p99'),
      loadCpu: medianOf(own, 'cpuShare'),
    };
  };
  const ratioTo = (name) => median(rounds.map((round) => round.pitlane.perSecond / round[name].perSecond));
  return {
    pitlane: of('pitlane'),
    bare: of('bare'),
    typeorm: of('typeorm'),
    toBare: ratioTo('bare'),
    toTypeorm: ratioTo('typeorm'),
  };
}

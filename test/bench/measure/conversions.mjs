// Conversions a second: each postback is one transaction that plans two deliveries, beside one transaction of a single row.
import { join } from 'node:path';
import { conversionPath } from '../program/account.mjs';
import { Ledger } from '../program/ledger.mjs';
import { Program } from '../program/processes.mjs';
import { medianOf, median } from '../stats.mjs';
import { untilNothingIsPending } from './deliveries.mjs';

const CONNECTIONS = 64;
/** More than any round can use up. */
const MOST_PER_SECOND = 6_000;
const DELIVERIES_EACH = 2;
const BASELINE = join(import.meta.dirname, '..', 'baselines', 'one-row-transaction.mjs');

/** `server`: an API process alone, or everything in one. */
export async function measureConversions({ server, databaseUrl, account, load, plan, note }) {
  const ledger = await Ledger.open(databaseUrl);
  const baseline = Program.fork(BASELINE, [databaseUrl]);
  const { port: baselinePort } = await baseline.ask({});
  const drive = (port, paths, durationMs) =>
    load.ask({ port, paths, once: true, connections: CONNECTIONS, durationMs, expected: 200 });
  const turn = async (durationMs) => {
    const clickIds = await ledger.insertClicks(account, Math.ceil((MOST_PER_SECOND * durationMs) / 1_000));
    const before = await planned(ledger, account);
    const pitlane = await drive(
      server.port,
      clickIds.map((id) => conversionPath(account, id)),
      durationMs,
    );
    const made = (await planned(ledger, account)) - before;
    if (made !== pitlane.count * DELIVERIES_EACH)
      throw new Error(`${pitlane.count} conversions planned ${made} deliveries`);
    await untilSettled(server, ledger, account);
    const oneRow = await drive(
      baselinePort,
      clickIds.map((id) => `/?gk_click_id=${id}`),
      durationMs,
    );
    return { pitlane, oneRow };
  };
  await turn(plan.warmUpMs);
  const rounds = [];
  for (let round = 0; round < plan.rounds; round++) {
    rounds.push(await turn(plan.roundMs));
    const { pitlane, oneRow } = rounds.at(-1);
    note(
      `round ${round + 1}: ${Math.round(pitlane.perSecond)} conversions, ${Math.round(oneRow.perSecond)} one-row transactions`,
    );
  }
  await ledger.query('DROP TABLE bench_rows');
  await ledger.forgetConversions();
  await Promise.all([baseline.stop(), ledger.close()]);
  return summary(rounds);
}

const planned = (ledger, account) => ledger.count('deliveries', account);

/** Where there is a worker, its deliveries must not fall on the baseline. */
async function untilSettled(server, ledger, account) {
  if (server.hasWorker) await untilNothingIsPending(ledger, account);
}

function summary(rounds) {
  const of = (name) => {
    const own = rounds.map((round) => round[name]);
    return { perSecond: medianOf(own, 'perSecond'), p50: medianOf(own, 'p50'), p99: medianOf(own, 'p99') };
  };
  const ratio = median(rounds.map(({ pitlane, oneRow }) => pitlane.perSecond / oneRow.perSecond));
  return { pitlane: of('pitlane'), oneRow: of('oneRow'), ratio, rounds };
}

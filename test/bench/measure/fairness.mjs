// From the start of a conversion postback to the arrival at a healthy receiver: alone, beside receivers that are dead, silent and slow
// with thousands of deliveries waiting, and beside a flood of retries to the healthy receiver itself.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../chaos/random.mjs';
import { conversionPath, createAccount } from '../program/account.mjs';
import { Ledger } from '../program/ledger.mjs';
import { Program } from '../program/processes.mjs';
import { untilNothingIsPending } from './deliveries.mjs';

const DELIVERIES_EACH = 2;
const WARM_UP = { perSecond: 100, count: 300 };
const TROUBLED = join(import.meta.dirname, '..', 'load', 'troubled.mjs');
const SLOW_RECEIVERS = 40;
/** The time-out is 15 s: these answer before it, and hold a connection for long. */
const SLOW_MS = { least: 8_000, most: 12_000 };
/** Long enough for each of the troubled to have taken what it may. */
const SPREAD_MS = 3_000;

/** `paced`: the open-loop process; the account's receiver is there. */
export async function measureFairness({ allInOne, account, paced, load, plan, note }) {
  const ledger = await Ledger.open(allInOne.databaseUrl);
  const through = { port: allInOne.port, postbackPath: account.postbackPath, deliveries: DELIVERIES_EACH };
  const drive = async (perSecond, count) => {
    const result = await paced.ask({ clickIds: await ledger.insertClicks(account, count), perSecond, ...through });
    if (result.missing > 0) throw new Error(`${result.missing} deliveries did not arrive`);
    return result.all;
  };
  const measure = async (what) => {
    const all = await drive(plan.perSecond, (plan.perSecond * plan.paceMs) / 1_000);
    note(`${what}: p50 ${all.p50.toFixed(1)} ms, p99 ${all.p99.toFixed(1)} ms`);
    return all;
  };
  await drive(WARM_UP.perSecond, WARM_UP.count);
  await untilNothingIsPending(ledger, account);
  const alone = await measure('alone');
  const troubled = await plantTroubled({ allInOne, ledger, load, plan });
  await pause(SPREAD_MS);
  const besideTroubled = await measure('beside the troubled');
  const { left } = (
    await ledger.query(`SELECT count(*)::int AS left FROM deliveries WHERE account_id = $1 AND status = 'Pending'`, [
      troubled.id,
    ])
  )[0];
  // Nothing of theirs is due any more.
  await ledger.query(`UPDATE accounts SET clock_shift = '-1 day' WHERE id = $1`, [troubled.id]);
  await ledger.multiplyCallback(account, plan.retries, { next_trigger: `'retry'` });
  await ledger.passAnHour(account);
  const besideRetries = await measure('beside retries');
  const retriesLeft = await ledger.count('deliveries', account, `status = 'Pending'`);
  await untilNothingIsPending(ledger, account);
  await ledger.close();
  return { alone, besideTroubled, left, besideRetries, retriesLeft, seed: plan.seed, retries: plan.retries };
}

/** One account whose callbacks are due at a dead, two silent and forty slow receivers. */
async function plantTroubled({ allInOne, ledger, load, plan }) {
  const random = new Random(plan.seed);
  const slow = Array.from({ length: SLOW_RECEIVERS }, () => random.between(SLOW_MS.least, SLOW_MS.most));
  const receivers = Program.fork(TROUBLED);
  const { urls } = await receivers.ask({ delaysMs: [null, null, ...slow] });
  const [silent, hanging, ...late] = urls;
  const account = await createAccount(allInOne, 'troubled', silent);
  const [clickId] = await ledger.insertClicks(account, 1);
  const paths = [conversionPath(account, clickId)];
  await load.ask({ port: allInOne.port, paths, once: true, connections: 1, durationMs: 1_000, expected: 200 });
  const waiting = [
    [await refusingUrl(), plan.dead],
    [silent, plan.dead],
    [hanging, 100],
    ...late.map((url) => [url, random.between(plan.slow / 2, plan.slow)]),
  ];
  for (const [url, count] of waiting) {
    await ledger.multiplyCallback(account, count, { receiver: `'${url}'`, target: `'${url}/callback'` });
  }
  await ledger.passAnHour(account);
  return account;
}

/** Nobody listens there. */
async function refusingUrl() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

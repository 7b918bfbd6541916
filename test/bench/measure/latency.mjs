// From the start of a conversion postback to the arrival of what it made, at an even pace with a healthy receiver; beside the
// same requests sent straight to the receiver.
import { conversionPath } from '../program/account.mjs';
import { Ledger } from '../program/ledger.mjs';
import { untilNothingIsPending } from './deliveries.mjs';

const DELIVERIES_EACH = 2;
/** The way without a platform varies little. */
const STRAIGHT_SHARE = 4;
const CONNECTIONS = 64;
const MOST_BURST_MS = 30_000;
/** Shares of what a burst comes to, to be tried evenly; and what is still kept up with. */
const STEPS = [0.5, 0.6, 0.7, 0.8, 0.9, 1];
const KEPT_UP_MS = 1_000;
const WARM_UP = { perSecond: 100, count: 300 };

/** `paced`: the open-loop process; the account's receiver is there. Answers one result a rate, the last one at a share of the most. */
export async function measureLatency({ allInOne, account, paced, load, plan, note }) {
  const ledger = await Ledger.open(allInOne.databaseUrl);
  const { port: receiverPort } = await paced.ask({});
  const drive = async (perSecond, count, way) => {
    const clickIds = await ledger.insertClicks(account, count);
    const result = await paced.ask({ clickIds, perSecond, ...way });
    if (result.missing > 0) throw new Error(`${result.missing} deliveries did not arrive`);
    return result;
  };
  const through = { port: allInOne.port, postbackPath: account.postbackPath, deliveries: DELIVERIES_EACH };
  const straight = { port: receiverPort, postbackPath: '/straight?x=1', deliveries: 1 };
  await drive(WARM_UP.perSecond, WARM_UP.count, through);
  const results = [];
  const measure = async ({ perSecond, share }) => {
    const count = Math.ceil((perSecond * plan.paceMs) / 1_000);
    const result = await drive(perSecond, count, through);
    await untilNothingIsPending(ledger, account);
    const { all } = await drive(perSecond, Math.ceil(count / STRAIGHT_SHARE), straight);
    results.push({ perSecond, share, ...result, straight: all });
    note(
      `${perSecond.toFixed(0)}/s: p95 ${result.all.p95.toFixed(1)} ms, sending late by ${result.latest.toFixed(1)} ms at most`,
    );
  };
  for (const perSecond of plan.rates) await measure({ perSecond });
  const burst = await mostOfBurst({ allInOne, account, ledger, load, count: plan.burst });
  const most = await mostOfEvenPace({ burst, paceMs: plan.paceMs }, async (perSecond, count) => {
    const { all } = await drive(perSecond, count, through);
    await untilNothingIsPending(ledger, account);
    return all.p95;
  });
  note(`at most ${burst.toFixed(0)}/s of a burst, ${most.toFixed(0)}/s evenly, delivered`);
  await measure({ perSecond: most * plan.share, share: plan.share });
  await ledger.close();
  return results;
}

/** Conversions a second, from the first postback of a burst until the last delivery of it is Sent. */
async function mostOfBurst({ allInOne, account, ledger, load, count }) {
  const clickIds = await ledger.insertClicks(account, count);
  const paths = clickIds.map((id) => conversionPath(account, id));
  const startedAt = performance.now();
  const burst = { paths, once: true, connections: CONNECTIONS, durationMs: MOST_BURST_MS, expected: 200 };
  const sent = await load.ask({ port: allInOne.port, ...burst });
  await untilNothingIsPending(ledger, account);
  return sent.count / ((performance.now() - startedAt) / 1_000);
}

/** A burst shares more of the work than what comes evenly. The highest even rate, stepping up, that is kept up with. */
async function mostOfEvenPace({ burst, paceMs }, p95Of) {
  let most = burst * STEPS[0];
  for (const share of STEPS) {
    const perSecond = burst * share;
    if ((await p95Of(perSecond, Math.ceil((perSecond * paceMs) / 1_000))) > KEPT_UP_MS) return most;
    most = perSecond;
  }
  return most;
}

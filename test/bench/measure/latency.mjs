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
  const most = await mostPerSecond({ allInOne, account, ledger, load, count: plan.burst });
  note(`at most ${most.toFixed(0)} conversions/s, delivered`);
  const rates = [
    ...plan.rates.map((perSecond) => ({ perSecond })),
    { perSecond: most * plan.share, share: plan.share },
  ];
  for (const { perSecond, share } of rates) {
    const count = Math.ceil((perSecond * plan.paceMs) / 1_000);
    const result = await drive(perSecond, count, through);
    await untilNothingIsPending(ledger, account);
    const { all } = await drive(perSecond, Math.ceil(count / STRAIGHT_SHARE), straight);
    results.push({ perSecond, share, ...result, straight: all });
    note(
      `${perSecond.toFixed(0)}/s: p95 ${result.all.p95.toFixed(1)} ms, sending late by ${result.latest.toFixed(1)} ms at most`,
    );
  }
  await ledger.close();
  return results;
}

/** Conversions a second, from the first postback of a burst until the last delivery of it is Sent. */
async function mostPerSecond({ allInOne, account, ledger, load, count }) {
  const clickIds = await ledger.insertClicks(account, count);
  const paths = clickIds.map((id) => conversionPath(account, id));
  const startedAt = performance.now();
  const burst = { paths, once: true, connections: CONNECTIONS, durationMs: MOST_BURST_MS, expected: 200 };
  const sent = await load.ask({ port: allInOne.port, ...burst });
  await untilNothingIsPending(ledger, account);
  return sent.count / ((performance.now() - startedAt) / 1_000);
}

// From the start of a conversion postback to the arrival of what it made, at an even pace with a healthy receiver; beside the
// same requests sent straight to the receiver.
import { Ledger } from '../program/ledger.mjs';
import { untilNothingIsPending } from './deliveries.mjs';

const DELIVERIES_EACH = 2;
/** The way without a platform varies little. */
const STRAIGHT_SHARE = 4;
const WARM_UP = { perSecond: 100, count: 300 };

/** `paced`: the open-loop process; the account's receiver is there. Answers one result a rate. */
export async function measureLatency({ allInOne, account, paced, plan, note }) {
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
  for (const perSecond of plan.rates) {
    const count = (perSecond * plan.paceMs) / 1_000;
    const result = await drive(perSecond, count, through);
    await untilNothingIsPending(ledger, account);
    results.push({ perSecond, ...result, straight: (await drive(perSecond, count / STRAIGHT_SHARE, straight)).all });
    note(`${perSecond}/s: p95 ${result.all.p95.toFixed(1)} ms, sending late by ${result.latest.toFixed(1)} ms at most`);
  }
  await ledger.close();
  return results;
}

// What one click, conversion and delivery costs: processor time of each process, log that PostgreSQL writes, room that is taken
// on disk. The figures that docs/scale.md reckons with. Linux only: processor time is read from /proc.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clickPath, conversionPath } from '../program/account.mjs';
import { Ledger } from '../program/ledger.mjs';
import { startWorker } from '../program/pitlane.mjs';
import { familyTime, processorTime } from '../program/processor-time.mjs';
import { sendWaiting, untilNothingIsPending } from './deliveries.mjs';

const CONNECTIONS = 64;
const PATHS = 1_000;

/** Of a click, a conversion with its two deliveries, and a delivery that is sent at the first attempt. */
export async function measureCosts({ api, databaseUrl, dataDir, account, load, sink, plan, note }) {
  const ledger = await Ledger.open(databaseUrl);
  const [postgres] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  const meter = { api: api.program.pid, postgres: Number(postgres), ledger };
  const drive = (paths, options) => load.ask({ port: api.port, paths, connections: CONNECTIONS, ...options });
  const paths = Array.from({ length: PATHS }, (_, number) => clickPath(account, number));
  await drive(paths, { durationMs: plan.warmUpMs, expected: 302 });
  const click = await costOf(meter, () => drive(paths, { durationMs: plan.clicksMs, expected: 302 }));
  const ids = await ledger.insertClicks(account, plan.conversions);
  const postbacks = ids.map((id) => conversionPath(account, id));
  const most = { once: true, durationMs: plan.mostMs, expected: 200 };
  await drive(postbacks.splice(0, plan.warmUp), most);
  const conversion = await costOf(meter, () => drive(postbacks, most));
  const worker = await startWorker(databaseUrl, dataDir);
  await untilNothingIsPending(ledger, account);
  await ledger.multiplyCallback(account, plan.deliveries);
  const delivery = await costOf({ ...meter, worker: worker.pid }, async () => {
    const perSecond = await sendWaiting({ ledger, account, sink, count: plan.deliveries });
    return { count: plan.deliveries, perSecond };
  });
  await worker.stop();
  await ledger.close();
  const costs = { click, conversion, delivery };
  for (const [name, cost] of Object.entries(costs)) note(`${name}: ${JSON.stringify(cost)}`);
  return costs;
}

/** One of what `work` does: processor time in microseconds, bytes of log and of tables with their indexes. */
async function costOf(meter, work) {
  await meter.ledger.query('CHECKPOINT');
  const before = await readMeter(meter);
  const { count, perSecond } = await work();
  const after = await readMeter(meter);
  const each = (name) => Math.round((10 * (after[name] - before[name])) / count) / 10;
  return {
    perSecond: Math.round(perSecond),
    ...(meter.worker === undefined ? { apiUs: each('api') } : { workerUs: each('worker') }),
    postgresUs: each('postgres'),
    walBytes: each('wal'),
    diskBytes: each('disk'),
  };
}

async function readMeter({ api, worker, postgres, ledger }) {
  const [{ wal, disk }] = await ledger.query(
    `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS wal,
            (SELECT sum(pg_relation_size(oid))::float8 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i', 't')) AS disk`,
  );
  return { api: processorTime(api), worker: processorTime(worker), postgres: familyTime(postgres), wal, disk };
}

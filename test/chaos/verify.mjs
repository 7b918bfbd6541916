// After a scenario: everything acknowledged is there, and the ledger tells what the receiver saw.
import { setTimeout as pause } from 'node:timers/promises';
import { Ledger } from '../bench/program/ledger.mjs';

const SETTLED_WITHIN_MS = 120_000;
const LOOK_MS = 100;

/** Waits until no delivery is Pending. Answers how long that took. */
export async function settle({ postgres, account }) {
  const startedAt = performance.now();
  const ledger = await Ledger.open(postgres.url);
  try {
    while (await ledger.hasPending(account)) {
      if (performance.now() - startedAt > SETTLED_WITHIN_MS) return null;
      await pause(LOOK_MS);
    }
    return Math.round(performance.now() - startedAt);
  } finally {
    await ledger.close();
  }
}

/** What is true of all that happened since the world was opened; each problem in words. */
export async function verify({ postgres, account, load, receiver }) {
  const ledger = await Ledger.open(postgres.url);
  try {
    const deliveries = await readDeliveries(ledger, account);
    const calls = groupBy(receiver.log, ({ key }) => key);
    const told = deliveries.map((delivery) => ({ ...delivery, calls: calls.get(delivery.key) ?? [] }));
    const problems = [
      ...(await missing(ledger, account, load)),
      ...(await unplanned(ledger, account)),
      ...told.flatMap(judgeDelivery),
      ...unknownCalls(told, calls),
      ...judgeOrder(told),
    ];
    const twice = told.filter((delivery) => answeredWell(delivery).length > 1);
    return {
      clicks: load.clicks.length,
      conversions: load.conversions.length,
      rejections: load.rejected.length,
      deliveries: deliveries.length,
      sent: deliveries.filter(({ status }) => status === 'Sent').length,
      failed: deliveries.filter(({ status }) => status === 'Failed').length,
      calls: receiver.log.length,
      lostAttempts: deliveries.reduce((sum, { lost }) => sum + lost, 0),
      duplicates: twice.reduce((sum, delivery) => sum + answeredWell(delivery).length - 1, 0),
      unflagged: twice.filter(({ flagged, late }) => flagged + late === 0).length,
      problems,
    };
  } finally {
    await ledger.close();
  }
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

const answeredWell = ({ calls }) => calls.filter(({ status }) => status === 200);

function readDeliveries(ledger, { id }) {
  return ledger.query(
    `SELECT d.id, d.kind, d.status, d.conversion_id AS conversion, d.sequence::int, d.attempts,
            CASE d.kind WHEN 'callback' THEN d.id::text ELSE d.conversion_id || ' ' || d.conversion_status END AS key,
            count(t.*) FILTER (WHERE t.possible_duplicate)::int AS flagged,
            count(t.*) FILTER (WHERE t.error_code = 'WORKER_LOST')::int AS lost,
            count(t.*) FILTER (WHERE t.error_code = 'ETIMEDOUT')::int AS late,
            count(t.*) FILTER (WHERE t.outcome IS NULL)::int AS open,
            coalesce(string_agg(concat_ws(' ', t.number, t.outcome, t.error_code, t.response_status, t.duration_ms || ' ms'), ', ' ORDER BY t.number), 'none') AS course,
            coalesce(jsonb_object_agg(t.number, t.response_status) FILTER (WHERE t.response_status IS NOT NULL), '{}') AS answers
       FROM deliveries d LEFT JOIN attempts t ON t.delivery_id = d.id WHERE d.account_id = $1 GROUP BY d.id ORDER BY d.sequence`,
    [id],
  );
}

/** What was acknowledged and is not there. */
async function missing(ledger, { id }, { clicks, conversions, rejected }) {
  const absent = async (what, ids, condition) => {
    const rows = await ledger.query(
      `SELECT given.id FROM unnest($2::uuid[]) AS given (id) WHERE NOT EXISTS (SELECT 1 FROM ${condition})`,
      [id, ids],
    );
    return rows.map((row) => `${what} was acknowledged, and is not there: ${row.id}`);
  };
  return [
    ...(await absent('a click', clicks, 'clicks c WHERE c.account_id = $1 AND c.id = given.id')),
    ...(await absent('a conversion', conversions, 'conversions c WHERE c.account_id = $1 AND c.id = given.id')),
    ...(await absent(
      'a rejection',
      rejected,
      `conversions c WHERE c.account_id = $1 AND c.id = given.id AND c.status = 'Rejected'`,
    )),
  ];
}

/** Each change is told to the account and to the partner: two deliveries, no more and no less. */
async function unplanned(ledger, { id }) {
  const rows = await ledger.query(
    `SELECT c.id, (SELECT count(*)::int FROM conversion_changes h WHERE h.conversion_id = c.id) AS changes,
            (SELECT count(*)::int FROM deliveries d WHERE d.conversion_id = c.id) AS planned
       FROM conversions c WHERE c.account_id = $1`,
    [id],
  );
  return rows
    .filter(({ changes, planned }) => planned !== 2 * changes)
    .map((row) => `conversion ${row.id} changed ${row.changes} times and has ${row.planned} deliveries`);
}

function judgeDelivery(delivery) {
  const { id, status, attempts, open, flagged, lost, late, calls, answers, course } = delivery;
  const well = answeredWell(delivery).length;
  const noted = Object.values(answers);
  const problems = [];
  if (status !== 'Sent' && status !== 'Failed') problems.push(`is ${status}`);
  if (open > 0) problems.push(`has ${open} attempts without an end`);
  if (status === 'Sent' && well === 0) problems.push('is Sent, and never arrived');
  if (well > 1 + late && flagged === 0) problems.push(`arrived ${well} times, and no attempt says so: ${course}`);
  // Twice is what was being sent when its worker went, and what was answered so late that the worker had given up, and nothing else.
  if (well > 1 + lost + late)
    problems.push(`arrived ${well} times, and only ${lost} of its attempts were lost: ${course}`);
  if (calls.length > attempts) problems.push(`arrived ${calls.length} times in ${attempts} attempts`);
  for (const answer of new Set(noted)) {
    const [ours, theirs] = [noted, calls.map((call) => call.status)].map((all) => all.filter((one) => one === answer));
    if (ours.length > theirs.length)
      problems.push(`noted ${answer} ${ours.length} times, answered ${theirs.length} times`);
  }
  return problems.map((problem) => `delivery ${id} ${problem}`);
}

function unknownCalls(deliveries, calls) {
  const known = new Set(deliveries.map(({ key }) => key));
  return [...calls.keys()]
    .filter((key) => !known.has(key))
    .map((key) => `a call came that no delivery stands for: ${key}`);
}

/** A later callback of a conversion comes after the last of the earlier one, but for what a lost worker may have sent late. */
function judgeOrder(deliveries) {
  const callbacks = deliveries.filter(({ kind, calls }) => kind === 'callback' && calls.length > 0);
  return [...groupBy(callbacks, ({ conversion }) => conversion).values()].flatMap((ofConversion) =>
    ofConversion.slice(1).flatMap((later, index) => {
      const earlier = ofConversion[index];
      const isInOrder = earlier.flagged > 0 || earlier.calls.at(-1).at <= later.calls[0].at;
      return isInOrder ? [] : [`callback ${later.id} came before the last call of ${earlier.id}`];
    }),
  );
}

// How long a report or a page of a list takes over a past of millions of clicks: the median of some calls, one after another.
import { request } from 'undici';
import { fillHistory } from '../program/history.mjs';
import { Ledger } from '../program/ledger.mjs';
import { median } from '../stats.mjs';

const DAY_MS = 86_400_000;

/** Every report and list, by name: the beginning, the middle, and narrowed by each kind of filter. */
function callsOf({ offerId, partnerId }, { clicks, conversions }) {
  const day = (ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
  const range = `from=${day(40)}&to=${day(0)}`;
  const part = `from=${day(10)}T00:00:00Z&to=${day(4)}T00:00:00Z`;
  const middle = (rows) => `page=${Math.floor(rows / 200)}&page_size=100`;
  const one = `offerId=${offerId}`;
  const of = (list, queries) => queries.map((query) => [`${list}?${query}`, `/${list}?${query}`]);
  return [
    ...['day', 'offer', 'partner', 'event'].map((group) => [
      `summary by ${group}`,
      `/reports/summary?${range}&group_by=${group}`,
    ]),
    ...of('conversions', [
      '',
      middle(conversions),
      'status=Pending',
      one,
      `partnerId=${partnerId}`,
      part,
      'orderby=revenue',
    ]),
    ...of('conversions', ['pubMemberId=member-4711', 'eventId=level-2', 'isRepeated=true', 'callbackSent=No']),
    ...of('clicks', ['', middle(clicks), one, `partnerId=${partnerId}`, part, 'pubMemberId=member-4711']),
    ...of('views', ['', middle(conversions), one, part, 'pubMemberId=member-4711']),
    ...of('deliveries', [
      '',
      middle(conversions),
      'status=Failed',
      one,
      `partnerId=${partnerId}`,
      part,
      'orderby=status',
    ]),
    ...of('request-logs', [
      '',
      middle(clicks),
      'kind=conversion',
      'result=recorded',
      one,
      part,
      'pubMemberId=member-4711',
    ]),
    ...of('history-logs', ['', middle(conversions), 'level=warning', one, part, 'pubMemberId=member-4711']),
  ].map(([name, path]) => [
    name
      .replace(/\?$/, '')
      .replaceAll(/=[0-9a-f-]{36}/g, '=…')
      .replace(part, 'six days'),
    path,
  ]);
}

/** `{name: milliseconds}` for each call on an account that is given a past as large as `plan` says. */
export async function measureReports({ server, account, plan, note }) {
  const ledger = await Ledger.open(server.databaseUrl);
  await fillHistory(ledger, account, plan, note);
  await ledger.close();
  return timeCalls({ server, account, calls: callsOf(account, plan), rounds: plan.rounds, note });
}

async function timeCalls({ server, account, calls, rounds, note }) {
  const figures = {};
  for (const [name, path] of calls) {
    const times = [];
    for (let round = 0; round < rounds; round++) times.push(await timeOf(server, account, path));
    figures[name] = median(times);
    note(`${name}: ${Math.round(figures[name])} ms`);
  }
  return figures;
}

/** Milliseconds until the whole answer is there. */
async function timeOf({ port, key }, { slug }, path) {
  const headers = { authorization: `ApiToken ${key}`, 'x-pitlane-account': slug };
  const startedAt = performance.now();
  const { statusCode, body } = await request(`http://127.0.0.1:${port}/admin/v1${path}`, { headers });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${text}`);
  return performance.now() - startedAt;
}

import type { Click, PubParameters } from '@app/domain';
import { prepared, type Database, type Tx } from '../database';
import { ByDay, withDays } from '../days';

/** A click before the database stamps it with the account's platform time. */
export interface NewClick {
  id: string;
  accountId: string;
  offerId: string;
  viewId: string | null;
  partnerId: string | null;
  pubMemberId: string;
  pubClickId: string | null;
  parameters: PubParameters;
  sourceIp: string;
  userAgent: string | null;
  url: string;
}

/** Clicks of a group that are counted together: they share a moment. */
interface ClickLine {
  number: number;
  accountId: string;
  offerId: string;
  partnerId: string | null;
  clicks: number;
}

/** An array for each column: a fifth less of PostgreSQL's time than records of JSON. */
const INSERT_CLICKS = prepared(
  'insert-clicks',
  `WITH line AS MATERIALIZED (
     SELECT l.number, l.account_id, l.offer_id, l.partner_id, l.clicks, platform_now(a.frozen_at, a.clock_shift) AS now
       FROM unnest($1::integer[], $2::uuid[], $3::uuid[], $4::uuid[], $5::integer[]) AS l (number, account_id, offer_id, partner_id, clicks)
       JOIN accounts a ON a.id = l.account_id
   ), written AS (
     INSERT INTO clicks (id, account_id, offer_id, view_id, partner_id, pub_member_id, pub_click_id, parameters, source_ip, user_agent, url, created_at)
     SELECT c.id, l.account_id, l.offer_id, c.view_id, l.partner_id, c.pub_member_id, c.pub_click_id, c.parameters, c.source_ip, c.user_agent, c.url, l.now
       FROM unnest($6::integer[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::jsonb[], $12::text[], $13::text[], $14::text[])
              AS c (line, id, view_id, pub_member_id, pub_click_id, parameters, source_ip, user_agent, url)
       JOIN line l ON l.number = c.line
   )
   INSERT INTO click_deltas (account_id, day, offer_id, partner_id, clicks, views)
   SELECT account_id, utc_day(now), offer_id, partner_id, clicks, 0 FROM line`,
);

/** All of a group, and their counts, in one statement: one round trip and one flush to disk, however many clicks it holds. */
export async function insertClicks(database: Database, clicks: readonly NewClick[]): Promise<void> {
  const lines = new Map<string, ClickLine>();
  const lineNumbers = clicks.map((click) => {
    const line = lineOf(lines, click);
    line.clicks += 1;
    return line.number;
  });
  const counted = [...lines.values()];
  const statement = INSERT_CLICKS([
    counted.map((line) => line.number),
    counted.map((line) => line.accountId),
    counted.map((line) => line.offerId),
    counted.map((line) => line.partnerId),
    counted.map((line) => line.clicks),
    lineNumbers,
    clicks.map((click) => click.id),
    clicks.map((click) => click.viewId),
    clicks.map((click) => click.pubMemberId),
    clicks.map((click) => click.pubClickId),
    clicks.map((click) => JSON.stringify(click.parameters)),
    clicks.map((click) => click.sourceIp),
    clicks.map((click) => click.userAgent),
    clicks.map((click) => click.url),
  ]);
  await withDays(database, () => database.query(statement));
}

function lineOf(lines: Map<string, ClickLine>, { accountId, offerId, partnerId }: NewClick): ClickLine {
  const key = partnerId === null ? offerId : offerId + partnerId;
  const known = lines.get(key);
  if (known !== undefined) return known;
  const line = { number: lines.size, accountId, offerId, partnerId, clicks: 0 };
  lines.set(key, line);
  return line;
}

export interface NewView {
  id: string;
  accountId: string;
  offerId: string;
  pubMemberId: string;
  parameters: PubParameters;
  sourceIp: string;
  url: string;
}

const INSERT_VIEW = `WITH written AS (
       INSERT INTO views (id, account_id, offer_id, pub_member_id, parameters, source_ip, url, created_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, platform_now(a.frozen_at, a.clock_shift) FROM accounts a WHERE a.id = $2
       RETURNING account_id, created_at, offer_id
     )
     INSERT INTO click_deltas (account_id, day, offer_id, partner_id, clicks, views)
     SELECT account_id, utc_day(created_at), offer_id, NULL, 0, 1 FROM written`;

export async function insertView(database: Database, view: NewView): Promise<void> {
  const { id, accountId, offerId, pubMemberId, parameters, sourceIp, url } = view;
  const values = [id, accountId, offerId, pubMemberId, JSON.stringify(parameters), sourceIp, url];
  await withDays(database, () => database.query(INSERT_VIEW, values));
}

export interface ViewRow {
  id: string;
  accountId: string;
  offerId: string;
  pubMemberId: string;
  parameters: PubParameters;
}

const FIND_VIEW = prepared(
  'find-view',
  `SELECT id, account_id AS "accountId", offer_id AS "offerId", pub_member_id AS "pubMemberId", parameters FROM views WHERE id = $1`,
);

export async function findView(tx: Tx, id: string): Promise<ViewRow | null> {
  const { rows } = await tx.query<ViewRow>(FIND_VIEW([id]));
  return rows[0] ?? null;
}

/** A click, with the platform time and the configuration version of its account at the moment of reading. */
export type ClickRow = Click & { now: Date; configVersion: string };

// The ids as a list that the planner does not see into: for the one or two that there often are it would plan anew each time.
const clicksIn = (clicks: string): string =>
  `SELECT c.id, c.account_id AS "accountId", c.offer_id AS "offerId", c.view_id AS "viewId", c.partner_id AS "partnerId",
          c.pub_member_id AS "pubMemberId", c.pub_click_id AS "pubClickId", c.parameters, c.created_at AS "createdAt",
          a.config_version AS "configVersion", platform_now(a.frozen_at, a.clock_shift) AS now
     FROM ${clicks} c JOIN accounts a ON a.id = c.account_id WHERE c.id = ANY (ARRAY(SELECT unnest($1::uuid[])))`;

const FIND_CLICKS = new ByDay('find-clicks', 'clicks', clicksIn);
const FIND_CLICK = prepared('find-click', clicksIn('clicks'));

/** Within a transaction, where a day that is gone meanwhile must not cost all that was done. `null`: there is no such click. */
export async function findClick(tx: Tx, id: string): Promise<ClickRow | null> {
  const { rows } = await tx.query<ClickRow>(FIND_CLICK([[id]]));
  return rows[0] ?? null;
}

/** In the order of `ids`; `null`: there is no such click. */
export async function findClicks(database: Database, ids: readonly string[]): Promise<(ClickRow | null)[]> {
  const rows = await FIND_CLICKS.query<ClickRow>(database, ids, [ids]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

import type { Click, PubParameters } from '@app/domain';
import { prepared, type Tx } from '../database';

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

const INSERT_CLICKS = prepared(
  'insert-clicks',
  `INSERT INTO clicks (id, account_id, offer_id, view_id, partner_id, pub_member_id, pub_click_id, parameters, source_ip, user_agent, url, created_at)
   SELECT c.id, c."accountId", c."offerId", c."viewId", c."partnerId", c."pubMemberId", c."pubClickId", c.parameters, c."sourceIp", c."userAgent", c.url,
          platform_now(a.frozen_at, a.clock_shift)
     FROM json_to_recordset($1::json) AS c (id uuid, "accountId" uuid, "offerId" uuid, "viewId" uuid, "partnerId" uuid, "pubMemberId" text,
            "pubClickId" text, parameters jsonb, "sourceIp" text, "userAgent" text, url text)
     JOIN accounts a ON a.id = c."accountId"`,
);

/** All of a group in one statement: one round trip and one flush to disk, however many clicks it holds. */
export async function insertClicks(tx: Tx, clicks: readonly NewClick[]): Promise<void> {
  await tx.query(INSERT_CLICKS([JSON.stringify(clicks)]));
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

export async function insertView(tx: Tx, view: NewView): Promise<void> {
  await tx.query(
    `INSERT INTO views (id, account_id, offer_id, pub_member_id, parameters, source_ip, url, created_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, platform_now(a.frozen_at, a.clock_shift) FROM accounts a WHERE a.id = $2`,
    [view.id, view.accountId, view.offerId, view.pubMemberId, JSON.stringify(view.parameters), view.sourceIp, view.url],
  );
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

const FIND_CLICKS = prepared(
  'find-clicks',
  `SELECT c.id, c.account_id AS "accountId", c.offer_id AS "offerId", c.view_id AS "viewId", c.partner_id AS "partnerId",
          c.pub_member_id AS "pubMemberId", c.pub_click_id AS "pubClickId", c.parameters, c.created_at AS "createdAt",
          a.config_version AS "configVersion", platform_now(a.frozen_at, a.clock_shift) AS now
     FROM clicks c JOIN accounts a ON a.id = c.account_id WHERE c.id = ANY($1)`,
);

/** In the order of `ids`; `null`: there is no such click. */
export async function findClicks(tx: Tx, ids: readonly string[]): Promise<(ClickRow | null)[]> {
  const { rows } = await tx.query<ClickRow>(FIND_CLICKS([ids]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

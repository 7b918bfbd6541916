import type { ConversionReport, ConversionStatus } from '@app/domain';
import { prepared, type Tx } from '../database';
import { trimScale } from '../entities/money-column';

/** What is true at the moment when it is decided whether a member completes an event. */
export interface CompletionRow {
  now: Date;
  configVersion: string;
  first: { id: string; status: ConversionStatus; maturesAt: Date | null } | null;
}

interface LockedRow {
  now: Date;
  config_version: string;
  first_id: string | null;
  first_status: ConversionStatus | null;
  first_matures_at: Date | null;
}

const LOCK_COMPLETION = prepared('lock-completion', 'SELECT * FROM lock_completion($1, $2, $3, $4)');

/** Waits until nobody else completes this event for this member, then tells who did. `null`: the account is gone. */
export async function lockCompletion(
  tx: Tx,
  of: { accountId: string; offerId: string; offerEventId: string | null; pubMemberId: string },
): Promise<CompletionRow | null> {
  const { rows } = await tx.query<LockedRow>(
    LOCK_COMPLETION([of.accountId, of.offerId, of.offerEventId, of.pubMemberId]),
  );
  const row = rows[0];
  if (row === undefined) return null;
  const first =
    row.first_id === null || row.first_status === null
      ? null
      : { id: row.first_id, status: row.first_status, maturesAt: row.first_matures_at };
  return { now: row.now, configVersion: row.config_version, first };
}

/** A conversion row as stored: what the report needs, without the names that configuration holds. */
export type StoredConversion = Omit<
  ConversionReport,
  | 'offerName'
  | 'advertiserId'
  | 'advertiserName'
  | 'categoryId'
  | 'categoryName'
  | 'countryId'
  | 'countryCode2'
  | 'countryCode3'
  | 'eventId'
  | 'eventName'
  | 'sequenceNumber'
  | 'partnerName'
>;

/** Columns of a conversion `c`; amounts as the column scales them. */
export const STORED_COLUMNS = `c.id, c.account_id AS "accountId", c.click_id AS "clickId", c.view_id AS "viewId", c.offer_id AS "offerId",
  c.offer_event_id AS "offerEventId", c.partner_id AS "partnerId", c.pub_member_id AS "pubMemberId", c.pub_click_id AS "pubClickId",
  c.pub_parameters AS "pubParameters", c.click_time AS "clickTime", c.status, c.rejection_reason AS "rejectionReason",
  c.is_repeated AS "isRepeated", c.repeat_of AS "repeatOf", c.revenue, c.reward, c.payout, c.parameters,
  c.user_completed_at AS "userCompletedAt", c.matures_at AS "maturesAt", c.callback_sent AS "callbackSent",
  c.created_at AS "createdAt", c.modified_at AS "modifiedAt"`;

/** The advisory lock of who completes an event for a member, as SQL: the same key as in `lock_completion`. */
export function completionKey({ offer, event, member }: { offer: string; event: string; member: string }): string {
  return `hashtextextended(concat_ws(chr(31), ${offer}, ${event}, ${member}), 20261121)`;
}

/**
 * Serialises everybody who changes who completed the events of these conversions, as `lock_completion` does; taken before
 * the conversion rows are. Always in one order, so that two who lock several never wait for each other.
 */
export async function lockCompletionsOf(tx: Tx, accountId: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock(key) FROM (
       SELECT DISTINCT ${completionKey({ offer: 'offer_id', event: 'offer_event_id', member: 'pub_member_id' })} AS key
         FROM conversions WHERE account_id = $1 AND id = ANY($2) ORDER BY key) keys`,
    [accountId, ids],
  );
}

/** Locks conversions in the order of their ids, so that two who lock several never wait for each other. */
export async function lockConversions(tx: Tx, ids: readonly string[]): Promise<StoredConversion[]> {
  const { rows } = await tx.query<StoredConversion>(
    `SELECT ${STORED_COLUMNS} FROM conversions c WHERE c.id = ANY($1) ORDER BY c.id FOR UPDATE`,
    [ids],
  );
  return rows.map(withExactMoney);
}

/** Locks conversions of an account and the repeats that inherit from them (G10.28), in the order of their ids, too. */
export async function lockWithRepeats(tx: Tx, accountId: string, ids: readonly string[]): Promise<StoredConversion[]> {
  const { rows } = await tx.query<StoredConversion>(
    `SELECT ${STORED_COLUMNS} FROM conversions c WHERE c.account_id = $1 AND (c.id = ANY($2) OR c.repeat_of = ANY($2))
      ORDER BY c.id FOR UPDATE`,
    [accountId, ids],
  );
  return rows.map(withExactMoney);
}

export async function findConversion(tx: Tx, accountId: string, id: string): Promise<StoredConversion | null> {
  const { rows } = await tx.query<StoredConversion>(
    `SELECT ${STORED_COLUMNS} FROM conversions c WHERE c.id = $1 AND c.account_id = $2`,
    [id, accountId],
  );
  return rows[0] === undefined ? null : withExactMoney(rows[0]);
}

/** Platform time and config version of an account; `null`: there is no such account. */
export async function readPlatform(tx: Tx, accountId: string): Promise<{ now: Date; configVersion: string } | null> {
  const { rows } = await tx.query<{ now: Date; configVersion: string }>(
    'SELECT platform_now(frozen_at, clock_shift) AS now, config_version AS "configVersion" FROM accounts WHERE id = $1',
    [accountId],
  );
  return rows[0] ?? null;
}

function withExactMoney(row: StoredConversion): StoredConversion {
  return { ...row, revenue: trimScale(row.revenue), reward: trimScale(row.reward), payout: trimScale(row.payout) };
}

/**
 * Accounts that have maturing conversions are walked by skipping through the index over them: it is asked at each look, also of a
 * ledger that PostgreSQL has no statistics of yet and would rather read whole.
 */
const FIND_MATURED = prepared(
  'find-matured',
  `WITH RECURSIVE first AS (
     (SELECT account_id, matures_at FROM conversions WHERE matures_at IS NOT NULL ORDER BY account_id, matures_at LIMIT 1)
     UNION ALL
     SELECT next.* FROM first f CROSS JOIN LATERAL (
       SELECT c.account_id, c.matures_at FROM conversions c WHERE c.matures_at IS NOT NULL AND c.account_id > f.account_id
        ORDER BY c.account_id, c.matures_at LIMIT 1) next
   ), ripe AS MATERIALIZED (
     SELECT f.account_id, p.now FROM first f JOIN accounts a ON a.id = f.account_id
      CROSS JOIN LATERAL (SELECT platform_now(a.frozen_at, a.clock_shift) AS now OFFSET 0) p
      WHERE f.matures_at <= p.now
   )
   SELECT due.id, r.account_id AS "accountId" FROM ripe r CROSS JOIN LATERAL (
     SELECT c.id FROM conversions c WHERE c.account_id = r.account_id AND c.matures_at IS NOT NULL AND c.matures_at <= r.now
      ORDER BY c.matures_at LIMIT $1) due LIMIT $1`,
);

/** Due Pending conversions, at most `limit`, by account. */
export async function findMatured(tx: Tx, limit: number): Promise<Map<string, string[]>> {
  const { rows } = await tx.query<{ id: string; accountId: string }>(FIND_MATURED([limit]));
  const byAccount = new Map<string, string[]>();
  for (const { id, accountId } of rows) byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), id]);
  return byAccount;
}

/** Conversions of an account by id, by configured Event ID, or by both; at most 1,000. */
export async function findConversionIds(
  tx: Tx,
  accountId: string,
  { conversionId, eventId }: { conversionId: string | null; eventId: string | null },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT c.id FROM conversions c LEFT JOIN offer_events e ON e.id = c.offer_event_id
      WHERE c.account_id = $1 AND ($2::uuid IS NULL OR c.id = $2) AND ($3::text IS NULL OR e.event_id = $3) ORDER BY c.id LIMIT 1000`,
    [accountId, conversionId, eventId],
  );
  return rows.map(({ id }) => id);
}

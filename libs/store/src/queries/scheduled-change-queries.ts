import type { Money, ScheduledField } from '@app/domain';
import { prepared, type Tx } from '../database';

const FIND_ACCOUNTS_WITH_DUE_CHANGES = prepared(
  'find-accounts-with-due-changes',
  `SELECT s.account_id AS id FROM scheduled_changes s JOIN accounts a ON a.id = s.account_id
    WHERE s.applied_at IS NULL AND s.due_at <= platform_now(a.frozen_at, a.clock_shift)
   UNION
   SELECT o.account_id FROM offers o JOIN accounts a ON a.id = o.account_id
    WHERE o.expiry_date IS NOT NULL AND o.expiry_date <= platform_now(a.frozen_at, a.clock_shift) AND o.status <> 'Expired' AND o.deleted_at IS NULL LIMIT $1`,
);

/** Accounts whose platform time has reached a change that waits, or the expiry of an offer. */
export async function findAccountsWithDueChanges(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(FIND_ACCOUNTS_WITH_DUE_CHANGES([limit]));
  return rows.map(({ id }) => id);
}

/** A scheduled change whose time has come. */
export interface DueChange {
  id: string;
  offerId: string;
  offerEventId: string | null;
  field: ScheduledField;
  value: Money;
  now: Date;
}

/**
 * What is due in an account, in its order. Takes the account's row first, as every administrative write does: whoever
 * comes second sees what the first has carried out, changed or taken away.
 */
export async function lockDueChanges(tx: Tx, accountId: string, limit: number): Promise<DueChange[]> {
  await tx.query('SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE', [accountId]);
  const { rows } = await tx.query<DueChange>(
    `WITH platform AS MATERIALIZED (SELECT platform_now(frozen_at, clock_shift) AS now FROM accounts WHERE id = $1)
     SELECT s.id, s.offer_id AS "offerId", s.offer_event_id AS "offerEventId", s.field, trim_scale(s.value)::text AS value, p.now
       FROM scheduled_changes s, platform p
      WHERE s.account_id = $1 AND s.applied_at IS NULL AND s.due_at <= p.now ORDER BY s.due_at, s.id LIMIT $2`,
    [accountId, limit],
  );
  return rows;
}

/** Sets the field of the offer or event, and the change down as applied; answers the value before. */
export async function applyDueChange(
  tx: Tx,
  { id, offerId, offerEventId, field, value, now }: DueChange,
): Promise<Money> {
  const [table, target] = offerEventId === null ? ['offers', offerId] : ['offer_events', offerEventId];
  const { rows } = await tx.query<{ before: Money }>(
    `UPDATE ${table} t SET ${field} = $2 FROM (SELECT ${field} AS before FROM ${table} WHERE id = $1) old
      WHERE t.id = $1 RETURNING trim_scale(old.before)::text AS before`,
    [target, value],
  );
  await tx.query('UPDATE scheduled_changes SET applied_at = $2 WHERE id = $1', [id, now]);
  return rows[0]?.before ?? value;
}

/** An offer whose expiry has passed. */
export interface ExpiredOffer {
  id: string;
  now: Date;
}

/** Sets offers of an account whose expiry has passed to Expired; the account's row has been taken before. G§1.2. */
export async function expireOffers(tx: Tx, accountId: string): Promise<ExpiredOffer[]> {
  const { rows } = await tx.query<ExpiredOffer>(
    `WITH platform AS MATERIALIZED (SELECT platform_now(frozen_at, clock_shift) AS now FROM accounts WHERE id = $1)
     UPDATE offers o SET status = 'Expired' FROM platform p
      WHERE o.account_id = $1 AND o.expiry_date <= p.now AND o.status <> 'Expired' AND o.deleted_at IS NULL
     RETURNING o.id, p.now`,
    [accountId],
  );
  return rows;
}

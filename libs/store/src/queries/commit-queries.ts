import type { ChangedBy, ConversionStatus, DeliveryKind, HttpMethod, RetryProfile } from '@app/domain';
import { prepared, type Tx } from '../database';
import { completionKey, type StoredConversion } from './conversion-queries';

/** A row of the outbox before it is stored. */
export interface NewDelivery {
  id: string;
  kind: DeliveryKind;
  status: 'Pending' | 'Skipped';
  postbackId: string | null;
  receiver: string;
  target: string | null;
  method: HttpMethod;
  retryProfile: RetryProfile;
  retryWaitsMs: readonly number[];
  dueAt: Date | null;
  reason: string | null;
  payload: string;
}

export interface NewChange {
  id: string;
  from: ConversionStatus | null;
  to: ConversionStatus;
  reason: string | null;
  by: ChangedBy;
}

/**
 * Writes a conversion's changed status. One that is Rejected gives its member's completion free, for an older
 * conversion that stands in its shadow first; one that is valid again takes the completion when nobody holds it.
 */
export async function updateConversionStatus(tx: Tx, row: StoredConversion): Promise<void> {
  await tx.query(
    `UPDATE conversions c SET status = $2, rejection_reason = $3, matures_at = $4, modified_at = $5,
            holds_completion = $2 <> 'Rejected' AND NOT c.is_repeated AND (c.holds_completion OR NOT EXISTS (
              SELECT 1 FROM conversions h WHERE h.offer_id = c.offer_id AND h.pub_member_id = c.pub_member_id
                 AND h.offer_event_id IS NOT DISTINCT FROM c.offer_event_id AND h.holds_completion AND h.id <> c.id))
      WHERE c.id = $1`,
    [row.id, row.status, row.rejectionReason, row.maturesAt, row.modifiedAt],
  );
  if (row.status !== 'Rejected') return;
  await tx.query(
    `UPDATE conversions SET holds_completion = true WHERE id = (
       SELECT c.id FROM conversions c WHERE c.offer_id = $1 AND c.pub_member_id = $2 AND c.offer_event_id IS NOT DISTINCT FROM $3
          AND c.status <> 'Rejected' AND NOT c.is_repeated
          AND NOT EXISTS (SELECT 1 FROM conversions h WHERE h.offer_id = $1 AND h.pub_member_id = $2
                             AND h.offer_event_id IS NOT DISTINCT FROM $3 AND h.holds_completion)
        ORDER BY c.created_at, c.id LIMIT 1)`,
    [row.offerId, row.pubMemberId, row.offerEventId],
  );
}

export interface Written {
  /** Platform time of the change. */
  at: Date;
  change: NewChange | null;
  deliveries: readonly NewDelivery[];
}

/** `$changes` and `$deliveries` are JSON texts of `changeRecord`s and `deliveryRecord`s; `only`: a condition on their `conversion_id`. */
const changesAndDeliveries = ({
  changes,
  deliveries,
  only,
}: Record<'changes' | 'deliveries' | 'only', string>): string => `changed AS (
     INSERT INTO conversion_changes (id, account_id, conversion_id, from_status, to_status, reason, changed_by, changed_at)
     SELECT h.id, h.account_id, h.conversion_id, h.from_status, h.to_status, h.reason, h.changed_by, h.changed_at
       FROM json_to_recordset(${changes}::json) AS h (id uuid, account_id uuid, conversion_id uuid, from_status text, to_status text, reason text,
                                                      changed_by text, changed_at timestamptz(3)) WHERE ${only}
   ), planned AS MATERIALIZED (
     SELECT p.* FROM ROWS FROM (json_to_recordset(${deliveries}::json) AS (
                       id uuid, account_id uuid, kind text, status text, conversion_id uuid, conversion_status text, offer_id uuid, offer_event_id uuid,
                       partner_id uuid, postback_id uuid, receiver text, target text, method text, retry_profile text, retry_waits_ms bigint[],
                       due_at timestamptz(3), reason text, created_at timestamptz(3), payload text)) WITH ORDINALITY AS p WHERE ${only}
   ), stored AS (
     INSERT INTO deliveries (id, account_id, kind, status, conversion_id, conversion_status, offer_id, offer_event_id, partner_id, postback_id,
                             receiver, target, method, retry_profile, retry_waits_ms, due_at, reason, created_at)
     SELECT p.id, p.account_id, p.kind, p.status, p.conversion_id, p.conversion_status, p.offer_id, p.offer_event_id, p.partner_id, p.postback_id,
            p.receiver, p.target, p.method, p.retry_profile, p.retry_waits_ms, p.due_at, p.reason, p.created_at
       FROM planned p ORDER BY p.ordinality
   ), payloads AS (
     INSERT INTO delivery_payloads (delivery_id, payload) SELECT p.id, p.payload FROM planned p
   )`;

const INSERT_CHANGES_AND_DELIVERIES = prepared(
  'insert-changes-and-deliveries',
  `WITH ${changesAndDeliveries({ changes: '$1', deliveries: '$2', only: 'true' })} SELECT FROM planned`,
);

const INSERT_CONVERSIONS = prepared(
  'insert-conversions',
  `WITH given AS MATERIALIZED (
     SELECT g.* FROM json_to_recordset($1::json) AS g (
       id uuid, account_id uuid, offer_id uuid, offer_event_id uuid, partner_id uuid, status text, created_at timestamptz(3), modified_at timestamptz(3),
       click_id uuid, view_id uuid, pub_member_id text, pub_click_id text, pub_parameters jsonb, click_time timestamptz(3), rejection_reason text,
       is_repeated boolean, repeat_of uuid, holds_completion boolean, revenue numeric(18, 6), reward numeric(18, 6), payout numeric(18, 6),
       parameters jsonb, advertiser_conversion_id text, user_completed_at timestamptz(3), matures_at timestamptz(3), config_version bigint)
   ), judged AS MATERIALIZED (
     SELECT l.account_id, l.config_version FROM
       (SELECT array_agg(${completionKey({ offer: 'offer_id', event: 'offer_event_id', member: 'pub_member_id' })}) AS keys,
               array_agg(account_id) AS accounts FROM given) g, lock_completions(g.keys, g.accounts) l
   ), conversion AS (
     INSERT INTO conversions (id, account_id, offer_id, offer_event_id, partner_id, status, created_at, modified_at,
        click_id, view_id, pub_member_id, pub_click_id, pub_parameters, click_time, rejection_reason, is_repeated, repeat_of, holds_completion,
        revenue, reward, payout, parameters, advertiser_conversion_id, user_completed_at, matures_at)
     SELECT g.id, g.account_id, g.offer_id, g.offer_event_id, g.partner_id, g.status, g.created_at, g.modified_at,
        g.click_id, g.view_id, g.pub_member_id, g.pub_click_id, g.pub_parameters, g.click_time, g.rejection_reason, g.is_repeated, g.repeat_of,
        g.holds_completion, g.revenue, g.reward, g.payout, g.parameters, g.advertiser_conversion_id, g.user_completed_at, g.matures_at
       FROM given g JOIN judged j ON j.account_id = g.account_id AND j.config_version = g.config_version
     ON CONFLICT DO NOTHING RETURNING id
   ), ${changesAndDeliveries({ changes: '$2', deliveries: '$3', only: 'conversion_id IN (SELECT id FROM conversion)' })}
   SELECT id FROM conversion`,
);

/** A new conversion, what follows from it, and the version of the configuration that it was judged by. */
export interface NewConversion {
  row: StoredConversion;
  written: Written;
  configVersion: string;
}

/**
 * New conversions, each with its history and its deliveries, in one round trip and, where there is no transaction yet,
 * in one of their own. `false` for one of which nothing is written: somebody else completed the event for this member,
 * or the account's configuration is no longer the one that the conversion was judged by.
 */
export async function insertConversions(tx: Tx, conversions: readonly NewConversion[]): Promise<boolean[]> {
  const { rows } = await tx.query<{ id: string }>(
    INSERT_CONVERSIONS([
      JSON.stringify(conversions.map(conversionRecord)),
      JSON.stringify(conversions.flatMap(({ row, written }) => changeRecords(row, written))),
      JSON.stringify(conversions.flatMap(({ row, written }) => deliveryRecords(row, written))),
    ]),
  );
  const written = new Set(rows.map(({ id }) => id));
  return conversions.map(({ row }) => written.has(row.id));
}

/** The history row, where the status or its reason changed, and every delivery that follows from it: one round trip. */
export async function insertChangeAndDeliveries(tx: Tx, row: StoredConversion, written: Written): Promise<void> {
  if (written.change === null && written.deliveries.length === 0) return;
  await tx.query(
    INSERT_CHANGES_AND_DELIVERIES([
      JSON.stringify(changeRecords(row, written)),
      JSON.stringify(deliveryRecords(row, written)),
    ]),
  );
}

function conversionRecord({ row, configVersion }: NewConversion): Record<string, unknown> {
  return {
    id: row.id,
    account_id: row.accountId,
    offer_id: row.offerId,
    offer_event_id: row.offerEventId,
    partner_id: row.partnerId,
    status: row.status,
    created_at: row.createdAt,
    modified_at: row.modifiedAt,
    click_id: row.clickId,
    view_id: row.viewId,
    pub_member_id: row.pubMemberId,
    pub_click_id: row.pubClickId,
    pub_parameters: row.pubParameters,
    click_time: row.clickTime,
    rejection_reason: row.rejectionReason,
    is_repeated: row.isRepeated,
    repeat_of: row.repeatOf,
    holds_completion: row.status !== 'Rejected' && !row.isRepeated,
    revenue: row.revenue,
    reward: row.reward,
    payout: row.payout,
    parameters: row.parameters,
    advertiser_conversion_id: row.parameters.cnv_conversion_id ?? null,
    user_completed_at: row.userCompletedAt,
    matures_at: row.maturesAt,
    config_version: configVersion,
  };
}

function changeRecords({ accountId, id }: StoredConversion, { at, change }: Written): Record<string, unknown>[] {
  if (change === null) return [];
  return [
    {
      id: change.id,
      account_id: accountId,
      conversion_id: id,
      from_status: change.from,
      to_status: change.to,
      reason: change.reason,
      changed_by: change.by,
      changed_at: at,
    },
  ];
}

function deliveryRecords(row: StoredConversion, { at, deliveries }: Written): Record<string, unknown>[] {
  return deliveries.map((delivery) => ({
    id: delivery.id,
    account_id: row.accountId,
    kind: delivery.kind,
    status: delivery.status,
    conversion_id: row.id,
    conversion_status: row.status,
    offer_id: row.offerId,
    offer_event_id: row.offerEventId,
    partner_id: delivery.kind === 'postback' ? row.partnerId : null,
    postback_id: delivery.postbackId,
    receiver: delivery.receiver,
    target: delivery.target,
    method: delivery.method,
    retry_profile: delivery.retryProfile,
    retry_waits_ms: delivery.retryWaitsMs,
    due_at: delivery.dueAt,
    reason: delivery.reason,
    created_at: at,
    payload: delivery.payload,
  }));
}

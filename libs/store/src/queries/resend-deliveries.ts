import type { DeliveryKind, DeliveryStatus, HttpMethod, RetryProfile } from '@app/domain';
import type { Tx } from '../database';

/** A delivery as resending sees it. */
export interface ResendRow {
  id: string;
  accountId: string;
  kind: DeliveryKind;
  status: DeliveryStatus;
  conversionId: string;
  partnerId: string | null;
  postbackId: string | null;
  target: string | null;
  method: HttpMethod;
}

/** Which deliveries a bulk resend takes; each field narrows. */
export interface ResendFilter {
  kind?: DeliveryKind | undefined;
  status?: DeliveryStatus | undefined;
  conversionId?: string | undefined;
  /** Configured Event ID, or the id of the offer's event row. */
  eventId?: string | undefined;
  offerId?: string | undefined;
  partnerId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

const COLUMNS = `d.id, d.account_id AS "accountId", d.kind, d.status, d.conversion_id AS "conversionId", d.partner_id AS "partnerId",
  d.postback_id AS "postbackId", d.target, d.method`;

/** Locks one delivery of an account. */
export async function lockDelivery(tx: Tx, accountId: string, id: string): Promise<ResendRow | null> {
  const { rows } = await tx.query<ResendRow>(
    `SELECT ${COLUMNS} FROM deliveries d WHERE d.id = $1 AND d.account_id = $2 FOR UPDATE`,
    [id, accountId],
  );
  return rows[0] ?? null;
}

/** Locks what a filter matches and can go out again, at most `limit` rows with ids above `after`. Pending ones are on their way already; Skipped ones only when asked for. */
export async function lockResendable(
  tx: Tx,
  accountId: string,
  filter: ResendFilter,
  { after, limit }: { after: string; limit: number },
): Promise<ResendRow[]> {
  const { rows } = await tx.query<ResendRow>(
    `SELECT ${COLUMNS} FROM deliveries d
      WHERE d.account_id = $1 AND d.id > $10 AND CASE WHEN $3::text IS NULL THEN d.status IN ('Sent', 'Failed') ELSE d.status = $3 AND d.status <> 'Pending' END
        AND ($2::text IS NULL OR d.kind = $2)
        AND ($4::uuid IS NULL OR d.conversion_id = $4)
        AND ($5::text IS NULL OR d.offer_event_id IN (SELECT e.id FROM offer_events e WHERE e.account_id = $1 AND (e.event_id = $5 OR e.id::text = $5)))
        AND ($6::uuid IS NULL OR d.offer_id = $6)
        AND ($7::uuid IS NULL OR d.partner_id = $7)
        AND ($8::timestamptz IS NULL OR d.created_at >= $8)
        AND ($9::timestamptz IS NULL OR d.created_at <= $9)
      ORDER BY d.id LIMIT $11 FOR UPDATE`,
    [
      accountId,
      filter.kind ?? null,
      filter.status ?? null,
      filter.conversionId ?? null,
      filter.eventId ?? null,
      filter.offerId ?? null,
      filter.partnerId ?? null,
      filter.from ?? null,
      filter.to ?? null,
      after,
      limit,
    ],
  );
  return rows;
}

export interface Rescheduled {
  id: string;
  receiver: string;
  target: string;
  method: HttpMethod;
  retryProfile: RetryProfile;
  retryWaitsMs: readonly number[];
}

/** Sends a delivery out again under its own id, due now, with a fresh schedule. */
export async function rescheduleDelivery(
  tx: Tx,
  { id, receiver, target, method, retryProfile, retryWaitsMs }: Rescheduled,
): Promise<void> {
  await tx.query(
    `UPDATE deliveries d SET status = 'Pending', due_at = platform_now(a.frozen_at, a.clock_shift), next_trigger = 'resend', retries_made = 0,
            receiver = $2, target = $3, method = $4, retry_profile = $5, retry_waits_ms = $6, reason = NULL, advice = NULL, settled_at = NULL
       FROM accounts a WHERE d.id = $1 AND a.id = d.account_id`,
    [id, receiver, target, method, retryProfile, retryWaitsMs],
  );
}

/** Points everything of a callback or postback configuration that still waits to where it goes now. */
export async function retargetWaiting(
  tx: Tx,
  of: { accountId: string; postbackId: string | null },
  to: { target: string; receiver: string },
): Promise<void> {
  await tx.query(
    `UPDATE deliveries SET target = $3, receiver = $4
      WHERE account_id = $1 AND status = 'Pending' AND NOT in_flight
        AND CASE WHEN $2::uuid IS NULL THEN kind = 'callback' ELSE postback_id = $2 END`,
    [of.accountId, of.postbackId, to.target, to.receiver],
  );
}

import type { PostbackEntity, Tx } from '@app/store';

const FIND = `
  SELECT id, account_id AS "accountId", partner_id AS "partnerId", scope, offer_id AS "offerId", offer_event_id AS "offerEventId", url, method,
         statuses, enabled, retry_profile AS "retryProfile", retry_waits_ms AS "retryWaitsMs", created_at AS "createdAt"
    FROM postbacks WHERE id = $1 AND account_id = $2`;

/** A postback of an account. */
export async function findPostback(tx: Tx, accountId: string, id: string): Promise<PostbackEntity | null> {
  const { rows } = await tx.query<PostbackEntity>(FIND, [id, accountId]);
  return rows[0] ?? null;
}

const SAVE = `
  INSERT INTO postbacks (id, account_id, partner_id, scope, offer_id, offer_event_id, url, method, statuses, enabled, retry_profile, retry_waits_ms, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (id) DO UPDATE SET scope = EXCLUDED.scope, offer_id = EXCLUDED.offer_id, offer_event_id = EXCLUDED.offer_event_id, url = EXCLUDED.url,
    method = EXCLUDED.method, statuses = EXCLUDED.statuses, enabled = EXCLUDED.enabled, retry_profile = EXCLUDED.retry_profile,
    retry_waits_ms = EXCLUDED.retry_waits_ms`;

/** Writes a new postback, or the present one anew. */
export async function savePostback(tx: Tx, row: PostbackEntity): Promise<void> {
  await tx.query(SAVE, [
    row.id,
    row.accountId,
    row.partnerId,
    row.scope,
    row.offerId,
    row.offerEventId,
    row.url,
    row.method,
    row.statuses,
    row.enabled,
    row.retryProfile,
    row.retryWaitsMs,
    row.createdAt,
  ]);
}

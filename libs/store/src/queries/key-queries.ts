import type { Tx } from '../database';
import type { ApiKeyEntity } from '../entities';

const COLUMNS = `id, account_id AS "accountId", key_hash AS "keyHash", scope, partner_id AS "partnerId", name, created_at AS "createdAt",
  expires_at AS "expiresAt", last_used_at AS "lastUsedAt"`;

/** A key that takes the place of another one. */
export interface Successor {
  id: string;
  keyHash: Buffer;
  createdAt: Date;
  /** How long the old key works on, in real time. One that ends sooner anyway does. */
  overlapMs: number;
}

/** Gives a key of the account an end, and makes the one that follows it; `null`: there is no such key, or it has ended. */
export async function replaceKey(
  tx: Tx,
  accountId: string,
  id: string,
  successor: Successor,
): Promise<ApiKeyEntity | null> {
  const { rows } = await tx.query<ApiKeyEntity>(
    `WITH old AS (
       UPDATE api_keys SET expires_at = least(expires_at, now() + $3 * interval '1 millisecond')
        WHERE id = $1 AND account_id = $2 AND (expires_at IS NULL OR expires_at > now())
       RETURNING account_id, scope, partner_id, name)
     INSERT INTO api_keys (id, account_id, key_hash, scope, partner_id, name, created_at)
     SELECT $4, account_id, $5, scope, partner_id, name, $6 FROM old RETURNING ${COLUMNS}`,
    [id, accountId, successor.overlapMs, successor.id, successor.keyHash, successor.createdAt],
  );
  return rows[0] ?? null;
}

/** Stamps keys as used now, each at most once a minute; one that another process stamps at this moment is left to it. */
export async function stampKeyUse(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE api_keys SET last_used_at = now()
      WHERE id IN (SELECT id FROM api_keys
                    WHERE id = ANY($1) AND (last_used_at IS NULL OR last_used_at <= now() - interval '1 minute')
                      FOR NO KEY UPDATE SKIP LOCKED)`,
    [ids],
  );
}

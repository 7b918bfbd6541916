import type { Tx } from '../database';
import type { RejectionScope } from './config-queries';

export interface TransactionId {
  /** As it was sent. */
  text: string;
  /** The same, when it is a UUID. */
  uuid: string | null;
  /** Configured Event ID that narrows the answer; `null`: all events. */
  eventId: string | null;
}

const IN_SCOPE = 'c.account_id = $1 AND ($2::uuid IS NULL OR c.offer_id = $2)';
const OF_EVENT =
  '($4::text IS NULL OR EXISTS (SELECT 1 FROM offer_events e WHERE e.id = c.offer_event_id AND e.event_id = $4))';

/**
 * Ids of the conversions that a `transaction_id` names, in this order: a conversion's id; a click's id (all of its
 * conversions); the advertiser's own id, when exactly one conversion in scope has it. K§4.1.
 */
export async function resolveTransaction(
  tx: Tx,
  scope: RejectionScope,
  { text, uuid, eventId }: TransactionId,
): Promise<string[]> {
  if (uuid !== null) {
    for (const column of ['id', 'click_id']) {
      const found = await idsWhere(tx, `c.${column} = $3`, [scope.accountId, scope.offerId, uuid, eventId]);
      if (found.length > 0) return found;
    }
  }
  const found = await idsWhere(tx, 'c.advertiser_conversion_id = $3', [scope.accountId, scope.offerId, text, eventId]);
  return found.length === 1 ? found : [];
}

async function idsWhere(tx: Tx, condition: string, values: unknown[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT c.id FROM conversions c WHERE ${condition} AND ${IN_SCOPE} AND ${OF_EVENT} ORDER BY c.id LIMIT 1000`,
    values,
  );
  return rows.map(({ id }) => id);
}

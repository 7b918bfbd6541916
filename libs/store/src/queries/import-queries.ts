import { prepared, type Tx } from '../database';

/** A conversion of a click, as far as an import asks. */
export interface ConversionOfClick {
  id: string;
  clickId: string;
  offerEventId: string | null;
  userCompletedAt: Date;
}

const FIND_CONVERSIONS_OF_CLICKS = prepared(
  'find-conversions-of-clicks',
  `SELECT c.id, c.click_id AS "clickId", c.offer_event_id AS "offerEventId", c.user_completed_at AS "userCompletedAt"
     FROM conversions c WHERE c.account_id = $1 AND c.click_id = ANY($2) ORDER BY c.created_at, c.id`,
);

/** Conversions of an account's clicks, oldest first. */
export async function findConversionsOfClicks(
  tx: Tx,
  accountId: string,
  clickIds: readonly string[],
): Promise<ConversionOfClick[]> {
  const { rows } = await tx.query<ConversionOfClick>(FIND_CONVERSIONS_OF_CLICKS([accountId, clickIds]));
  return rows;
}

import { prepared, type Tx } from '../database';

const CLICKS_OF_CONVERSIONS = prepared(
  'clicks-of-conversions',
  'SELECT id, click_id AS "clickId" FROM conversions WHERE id = ANY($1)',
);

/** The click of each conversion, in the order of `ids`; `null`: there is no such conversion. */
export async function findClicksOfConversions(tx: Tx, ids: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await tx.query<{ id: string; clickId: string }>(CLICKS_OF_CONVERSIONS([ids]));
  const byId = new Map(rows.map(({ id, clickId }) => [id, clickId]));
  return ids.map((id) => byId.get(id) ?? null);
}

import type { Tx } from '@app/store';
import type { ApiFaultRuleView } from './api-fault.dto';

/** A rule as it stands in the database. */
export interface ApiFaultRow {
  id: string;
  accountId: string;
  method: string | null;
  path: string;
  status: number | null;
  delayMs: number;
  times: number | null;
  probability: number;
  seed: number;
}

const COLUMNS = `id, account_id AS "accountId", method, path, status, delay_ms AS "delayMs", times, probability, seed`;

/** Those of all accounts, in the order in which they count. */
export async function readAllRules(tx: Tx): Promise<ApiFaultRow[]> {
  return (await tx.query<ApiFaultRow>(`SELECT ${COLUMNS} FROM api_fault_rules ORDER BY account_id, place`)).rows;
}

export async function readRules(tx: Tx, accountId: string): Promise<ApiFaultRuleView[]> {
  const { rows } = await tx.query<ApiFaultRuleView>(
    `SELECT method, path, status, delay_ms AS delay, times, probability, seed, calls, injected
       FROM api_fault_rules WHERE account_id = $1 ORDER BY place`,
    [accountId],
  );
  return rows;
}

/** Instead of those that there were. Every process is told by the table's own trigger. */
export async function replaceRules(tx: Tx, accountId: string, rules: readonly ApiFaultRow[]): Promise<void> {
  await tx.query('DELETE FROM api_fault_rules WHERE account_id = $1', [accountId]);
  await tx.query(
    `INSERT INTO api_fault_rules (id, account_id, place, method, path, status, delay_ms, times, probability, seed)
     SELECT r.id, $1, r.place, r.method, r.path, r.status, r."delayMs", r.times, r.probability, r.seed
       FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (id uuid, method text, path text, status integer, "delayMs" integer, times integer,
                       probability double precision, seed integer)) WITH ORDINALITY AS r (id, method, path, status, "delayMs", times, probability, seed, place)`,
    [accountId, JSON.stringify(rules)],
  );
}

/** Counts a call that a rule is for; answers the how-manyth it is, `null` where the rule is gone. */
export async function countCall(tx: Tx, id: string): Promise<number | null> {
  const { rows } = await tx.query<{ calls: number }>(
    'UPDATE api_fault_rules SET calls = calls + 1 WHERE id = $1 RETURNING calls',
    [id],
  );
  return rows[0]?.calls ?? null;
}

/** One more that is met; `false`: it was met as often as was asked for. */
export async function claimFault(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE api_fault_rules SET injected = injected + 1 WHERE id = $1 AND (times IS NULL OR injected < times)',
    [id],
  );
  return rowCount === 1;
}

import type { FieldProblem } from '@app/domain';

/** What became of one offer of a custom integration. */
export interface IntegrationOutcome {
  /** `null`: it could not be read. */
  externalId: string | null;
  kind: 'created' | 'updated' | 'unchanged' | 'failed';
  /** Why it failed. */
  problems: readonly FieldProblem[];
}

/** Whatever runs a query: the manager of an administrative transaction. */
interface Runner {
  query<Row>(query: string, values: unknown[]): Promise<Row[]>;
}

const KEPT_FOR = '30 days';

/** What the request of this id was answered; `null`: there was none. */
export async function findIntegrationAnswer(
  runner: Runner,
  accountId: string,
  requestId: string,
): Promise<IntegrationOutcome[] | null> {
  const rows = await runner.query<{ answer: IntegrationOutcome[] }>(
    'SELECT answer FROM integration_requests WHERE account_id = $1 AND id = $2',
    [accountId, requestId],
  );
  return rows[0]?.answer ?? null;
}

/** Keeps an answer, and forgets old ones of the account. */
export async function keepIntegrationAnswer(
  runner: Runner,
  { accountId, requestId }: { accountId: string; requestId: string },
  answer: readonly IntegrationOutcome[],
  now: Date,
): Promise<void> {
  await runner.query(
    `DELETE FROM integration_requests WHERE account_id = $1 AND created_at < $2::timestamptz - interval '${KEPT_FOR}'`,
    [accountId, now],
  );
  await runner.query('INSERT INTO integration_requests (account_id, id, answer, created_at) VALUES ($1, $2, $3, $4)', [
    accountId,
    requestId,
    JSON.stringify(answer),
    now,
  ]);
}

/** Pauses offers that their source sends no more. */
export async function withdrawOffers(runner: Runner, ids: readonly string[]): Promise<void> {
  await runner.query("UPDATE offers SET status = 'Pending', is_withdrawn = true WHERE id = ANY($1)", [ids]);
}

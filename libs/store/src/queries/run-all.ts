import type { QueryResult } from 'pg';
import type { Tx } from '../database';

/** Runs statements without values one after the other, in one round trip. Answers how many rows each wrote. */
export async function runAll(tx: Tx, statements: readonly string[]): Promise<number[]> {
  if (statements.length === 0) return [];
  const answer: unknown = await tx.query(statements.join(';\n'));
  // The driver's types know of one statement only.
  const results = Array.isArray(answer) ? (answer as QueryResult[]) : [answer as QueryResult];
  return results.map(({ rowCount }) => rowCount ?? 0);
}

import type { Tx } from '../database';

/** An id that every id made in the last `ms` of the database's time is above, and hardly an older one. Ids are of version 7. ADR 0017. */
export async function idBefore(tx: Tx, ms: number): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint - $1::bigint), 12, '0') || repeat('0', 20))::uuid::text AS id`,
    [ms],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The time could not be read.');
  return row.id;
}

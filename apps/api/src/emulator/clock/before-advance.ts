import type { Tx } from '@app/store';

/** What was already there when an advance began, so that afterwards it is known what the advance did. */
export interface BeforeAdvance {
  at: Date;
  /** The last conversion change, and the last delivery. */
  lastChange: string;
  lastDelivery: string;
  /** Deliveries that waited, and how often each had been attempted. */
  waiting: { ids: string[]; attempts: number[] };
  /** Scheduled changes that waited, and offers that are to expire. */
  changes: string[];
  offers: string[];
}

/** Needs the clock to stand still at `at`. */
export async function readBefore(tx: Tx, accountId: string, at: Date): Promise<BeforeAdvance> {
  const { rows } = await tx.query<Omit<BeforeAdvance, 'at' | 'waiting'> & { ids: string[]; attempts: number[] }>(
    `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('conversion_changes', 'sequence')), 0)::text AS "lastChange",
            coalesce(pg_sequence_last_value(pg_get_serial_sequence('deliveries', 'sequence')), 0)::text AS "lastDelivery",
            w.ids, w.attempts,
            ARRAY(SELECT id FROM scheduled_changes WHERE account_id = $1 AND applied_at IS NULL) AS changes,
            ARRAY(SELECT id FROM offers WHERE account_id = $1 AND expiry_date IS NOT NULL AND status <> 'Expired' AND deleted_at IS NULL) AS offers
       FROM (SELECT coalesce(array_agg(id ORDER BY id), '{}') AS ids, coalesce(array_agg(attempts ORDER BY id), '{}') AS attempts
               FROM deliveries WHERE account_id = $1 AND status = 'Pending') w`,
    [accountId],
  );
  const [before] = rows;
  if (before === undefined) throw new Error('An aggregate answered no row.');
  const { ids, attempts, ...rest } = before;
  return { at, waiting: { ids, attempts }, ...rest };
}

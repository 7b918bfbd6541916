import { prepared, type Tx } from '@app/store';

/** What an account's outbox looks like from a stopped clock. */
export interface Outlook {
  /** Still the instant at which the clock was stopped. */
  unmoved: boolean;
  /** Due by now and not carried out: deliveries (those behind an earlier callback of their conversion apart), conversions, scheduled changes and expiries. */
  due: number;
  maturing: boolean;
  changing: boolean;
  /** Attempts under way, whose worker is alive as far as anybody knows. */
  inFlight: number;
  /** Changes whenever an attempt begins or ends. */
  made: string;
  /** The next instant up to the limit at which something falls due. */
  next: Date | null;
}

const OUTLOOK = prepared(
  'outlook',
  `WITH waiting AS MATERIALIZED (
    SELECT d.due_at, d.attempts, d.in_flight, d.in_flight AND d.leased_until > now() AS alive, d.kind = 'callback' AND EXISTS (
             SELECT 1 FROM deliveries e WHERE e.conversion_id = d.conversion_id AND e.status = 'Pending' AND e.kind = 'callback'
                AND e.sequence < d.sequence) AS behind
      FROM deliveries d WHERE d.account_id = $1 AND d.status = 'Pending')
  SELECT coalesce((SELECT frozen_at = $2 FROM accounts WHERE id = $1), false) AS unmoved,
         (SELECT count(*)::int FROM waiting WHERE in_flight OR (due_at <= $2 AND NOT behind)) AS due,
         EXISTS (SELECT 1 FROM conversions c WHERE c.account_id = $1 AND c.matures_at <= $2) AS maturing,
         EXISTS (SELECT 1 FROM scheduled_changes s WHERE s.account_id = $1 AND s.applied_at IS NULL AND s.due_at <= $2)
           OR EXISTS (SELECT 1 FROM offers o WHERE o.account_id = $1 AND o.status <> 'Expired' AND o.deleted_at IS NULL AND o.expiry_date <= $2) AS changing,
         (SELECT count(*)::int FROM waiting WHERE alive) AS "inFlight",
         (SELECT concat_ws(':', count(*), sum(attempts), count(*) FILTER (WHERE in_flight)) FROM waiting) AS made,
         least((SELECT min(due_at) FROM waiting WHERE due_at > $2 AND due_at <= $3 AND NOT behind),
               (SELECT min(c.matures_at) FROM conversions c WHERE c.account_id = $1 AND c.matures_at > $2 AND c.matures_at <= $3),
               (SELECT min(s.due_at) FROM scheduled_changes s WHERE s.account_id = $1 AND s.applied_at IS NULL AND s.due_at > $2 AND s.due_at <= $3),
               (SELECT min(o.expiry_date) FROM offers o WHERE o.account_id = $1 AND o.status <> 'Expired' AND o.deleted_at IS NULL
                   AND o.expiry_date > $2 AND o.expiry_date <= $3)) AS next`,
);

export async function readOutlook(
  tx: Tx,
  accountId: string,
  { present, limit }: { present: Date; limit: Date },
): Promise<Outlook> {
  const { rows } = await tx.query<Outlook>(OUTLOOK([accountId, present, limit]));
  const [outlook] = rows;
  if (outlook === undefined) throw new Error('An aggregate answered no row.');
  return outlook;
}

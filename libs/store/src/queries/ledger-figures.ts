import { prepared, type Tx } from '../database';

/** What waits in the outbox of all accounts, and at how many receivers. */
export interface LedgerFigures {
  /** To be sent now, by their account's platform time. */
  due: number;
  /** To be sent later. */
  waiting: number;
  /** Leased for a worker that has not begun with them. */
  leased: number;
  inFlight: number;
  /** Whose lease ran out: their worker is gone, and they are about to be leased again. */
  leaseExpired: number;
  /** Age of the oldest due one in milliseconds of its platform; 0 when none is due. */
  oldestDueMs: number;
  /** Receivers with something Pending. */
  receivers: number;
  /** Under lease for the one that has most. */
  mostLeased: number;
  /** Those that could not be reached so often that they are probed. */
  unreachableReceivers: number;
}

/** Reads what is Pending and no more: what was sent, however much it is, stands in none of these indexes. */
const LEDGER_FIGURES = prepared(
  'ledger-figures',
  `WITH lane AS (
     SELECT d.account_id, d.receiver,
            count(*) FILTER (WHERE d.due_at <= p.now) AS due, count(*) FILTER (WHERE d.due_at > p.now) AS waiting, min(d.due_at) AS oldest,
            count(*) FILTER (WHERE d.lease_token IS NOT NULL AND NOT d.in_flight) AS leased, count(*) FILTER (WHERE d.in_flight) AS in_flight,
            count(*) FILTER (WHERE d.leased_until <= now()) AS lease_expired, count(*) FILTER (WHERE d.leased_until > now()) AS taken, min(p.now) AS now
       FROM deliveries d JOIN (SELECT id, platform_now(frozen_at, clock_shift) AS now FROM accounts) p ON p.id = d.account_id
      WHERE d.status = 'Pending' GROUP BY 1, 2
   )
   SELECT coalesce(sum(due), 0)::float8 AS due, coalesce(sum(waiting), 0)::float8 AS waiting, coalesce(sum(leased), 0)::float8 AS leased,
          coalesce(sum(in_flight), 0)::float8 AS "inFlight", coalesce(sum(lease_expired), 0)::float8 AS "leaseExpired",
          greatest(0, coalesce(max(extract(epoch FROM l.now - l.oldest)), 0) * 1000)::float8 AS "oldestDueMs", count(*)::float8 AS receivers,
          coalesce(max(taken), 0)::float8 AS "mostLeased", count(*) FILTER (WHERE h.unreachable_in_a_row >= 5)::float8 AS "unreachableReceivers"
     FROM lane l LEFT JOIN receiver_health h ON h.account_id = l.account_id AND h.receiver = l.receiver`,
);

export async function readLedgerFigures(tx: Tx): Promise<LedgerFigures> {
  const { rows } = await tx.query<LedgerFigures>(LEDGER_FIGURES([]));
  const [figures] = rows;
  if (figures === undefined) throw new Error('Counting what is Pending answered no row.');
  return figures;
}

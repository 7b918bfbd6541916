import {
  MOST_LOST_ATTEMPTS,
  type AttemptTrigger,
  type DeliveryKind,
  type HttpMethod,
  type NullMacro,
  type OutboundFaults,
  type RetryProfile,
} from '@app/domain';
import type { Database } from '../database';
import { ByDay, withDays } from '../days';

/** A delivery whose next attempt has just begun; everything that sending it takes. */
export interface StartedDelivery {
  id: string;
  accountId: string;
  conversionId: string;
  kind: DeliveryKind;
  target: string;
  method: HttpMethod;
  payload: string;
  retryProfile: RetryProfile;
  retryWaitsMs: number[];
  retriesMade: number;
  /** Number of the attempt that began. */
  attempt: number;
  trigger: AttemptTrigger;
  /** Platform time of the attempt. */
  startedAt: Date;
  /** An attempt before this one was never settled: its worker vanished, and nobody knows what the receiver saw. */
  lostAttempt: boolean;
  nullMacro: NullMacro;
  secretHeader: string | null;
  secretValueSealed: string | null;
  /** What the account asked to be done to what it is sent; `null`, as ever but in tests: nothing. */
  faults: OutboundFaults | null;
}

const START = new ByDay(
  'start-attempts',
  'attempts',
  (attempts) => `WITH unsettled AS MATERIALIZED (
     SELECT d.id, d.attempts, (
              SELECT count(*) FROM ${attempts} t WHERE t.delivery_id = d.id AND t.number > coalesce((
                SELECT max(s.number) FROM ${attempts} s WHERE s.delivery_id = d.id AND s.number < d.attempts
                   AND (s.outcome <> 'retry' OR s.error_code IS DISTINCT FROM 'WORKER_LOST')), 0)) AS lost_in_a_row
       FROM deliveries d JOIN ${attempts} t ON t.delivery_id = d.id AND t.number = d.attempts AND t.outcome IS NULL
      -- The ids as a list that the planner does not see into: for each number of them it would plan anew.
      WHERE d.id = ANY (ARRAY(SELECT unnest($2::uuid[]))) AND d.lease_token = $1 AND d.status = 'Pending' AND NOT d.in_flight
   ), lost AS (
     UPDATE ${attempts} t SET outcome = CASE WHEN u.lost_in_a_row < $4 THEN 'retry' ELSE 'failed' END, error_code = 'WORKER_LOST', possible_duplicate = true,
            reason = 'The worker vanished during the attempt', advice = 'The receiver may have seen it: deduplicate by the id.'
       FROM unsettled u WHERE t.delivery_id = u.id AND t.number = u.attempts AND t.outcome IS NULL
     RETURNING t.delivery_id, t.outcome
   ), given_up AS (
     UPDATE deliveries d SET status = 'Failed', due_at = NULL, settled_at = platform_now(a.frozen_at, a.clock_shift),
            leased_until = NULL, lease_token = NULL, reason = 'The worker vanished during ' || $4 || ' attempts in a row',
            advice = 'See the log of the worker for what ended it. Then resend the delivery.', last_response_status = NULL
       FROM lost l, accounts a
      WHERE l.delivery_id = d.id AND l.outcome = 'failed' AND a.id = d.account_id AND d.lease_token = $1 AND d.status = 'Pending' AND NOT d.in_flight
   ), started AS (
     UPDATE deliveries d SET attempts = d.attempts + 1, in_flight = true,
            next_trigger = CASE WHEN d.next_trigger = 'auto' AND d.id IN (SELECT delivery_id FROM lost) THEN 'retry' ELSE d.next_trigger END,
            leased_until = now() + make_interval(secs => $3::double precision / 1000)
       FROM accounts a
      WHERE a.id = d.account_id AND d.id = ANY (ARRAY(SELECT unnest($2::uuid[]))) AND d.lease_token = $1 AND d.status = 'Pending' AND NOT d.in_flight
        AND NOT EXISTS (SELECT 1 FROM lost l WHERE l.delivery_id = d.id AND l.outcome = 'failed')
     RETURNING d.*, d.id IN (SELECT delivery_id FROM lost) AS lost, a.null_macro, a.outbound_faults, platform_now(a.frozen_at, a.clock_shift) AS started_at
   ), noted AS (
     INSERT INTO ${attempts} (delivery_id, number, account_id, trigger, started_at, possible_duplicate)
     SELECT s.id, s.attempts, s.account_id, s.next_trigger, s.started_at, s.lost FROM started s
   )
   SELECT s.id, s.account_id AS "accountId", s.conversion_id AS "conversionId", s.kind, s.target, s.method, p.payload,
          s.retry_profile AS "retryProfile", s.retry_waits_ms::float8[] AS "retryWaitsMs", s.retries_made AS "retriesMade",
          s.attempts AS attempt, s.next_trigger AS trigger, s.started_at AS "startedAt", s.lost AS "lostAttempt",
          s.null_macro AS "nullMacro", c.secret_header AS "secretHeader", c.secret_value_sealed AS "secretValueSealed",
          s.outbound_faults AS faults
     FROM started s
     JOIN delivery_payloads p ON p.delivery_id = s.id
     LEFT JOIN callback_settings c ON c.account_id = s.account_id AND s.kind = 'callback'
    ORDER BY s.due_at, s.sequence`,
);

/**
 * Begins the next attempt of each delivery that is still this lease's and not begun: a second worker with the same job
 * gets nothing. An earlier attempt that was never settled is closed as lost; a delivery that lost too many in a row is Failed
 * instead.
 */
export function startAttempts(
  database: Database,
  lease: string,
  deliveryIds: readonly string[],
  leaseMs: number,
): Promise<StartedDelivery[]> {
  const values = [lease, deliveryIds, leaseMs, MOST_LOST_ATTEMPTS];
  return withDays(database, () => START.query<StartedDelivery>(database, deliveryIds, values));
}

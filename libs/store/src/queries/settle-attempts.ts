import { SLOW_AFTER_MS } from '@app/domain';
import type { Database } from '../database';
import { ByDay } from '../days';

/** How an attempt ended, and what becomes of its delivery. */
export interface Settlement {
  deliveryId: string;
  lease: string;
  attempt: number;
  outcome: 'sent' | 'retry' | 'failed';
  /** What becomes of the delivery, where an injected fault has it end otherwise than the attempt: it goes out again at once, or it was Sent before. */
  becomes?: 'again' | 'sent' | undefined;
  /** Wait before the next attempt, with `retry`. */
  waitMs: number | null;
  reason: string | null;
  advice: string | null;
  durationMs: number;
  requestMethod: string;
  requestUrl: string;
  requestHeaders: Readonly<Record<string, string>>;
  responseStatus: number | null;
  responseHeaders: Readonly<Record<string, string>> | null;
  responseBody: string | null;
  bodyTruncated: boolean;
  errorCode: string | null;
  /** Nothing answered: counts towards probing the receiver with one delivery at a time. */
  unreachable: boolean;
}

const SETTLE = new ByDay(
  'settle-attempts',
  'attempts',
  (attempts) => `WITH settled AS MATERIALIZED (
     SELECT * FROM jsonb_to_recordset($1::jsonb) AS s ("deliveryId" uuid, lease uuid, attempt integer, outcome text, becomes text, "waitMs" double precision,
       reason text, advice text, "durationMs" integer, "requestMethod" text, "requestUrl" text, "requestHeaders" jsonb, "responseStatus" integer,
       "responseHeaders" jsonb, "responseBody" text, "bodyTruncated" boolean, "errorCode" text, unreachable boolean)
   ), moved AS (
     UPDATE deliveries d SET
            status = CASE coalesce(s.becomes, s.outcome) WHEN 'sent' THEN 'Sent' WHEN 'failed' THEN 'Failed' ELSE 'Pending' END,
            due_at = CASE coalesce(s.becomes, s.outcome) WHEN 'retry' THEN platform_now(a.frozen_at, a.clock_shift) + make_interval(secs => s."waitMs" / 1000)
                       WHEN 'again' THEN platform_now(a.frozen_at, a.clock_shift) END,
            settled_at = CASE WHEN coalesce(s.becomes, s.outcome) IN ('retry', 'again') THEN NULL ELSE platform_now(a.frozen_at, a.clock_shift) END,
            retries_made = d.retries_made + CASE coalesce(s.becomes, s.outcome) WHEN 'retry' THEN 1 ELSE 0 END,
            next_trigger = CASE coalesce(s.becomes, s.outcome) WHEN 'retry' THEN 'retry' WHEN 'again' THEN 'fault' ELSE d.next_trigger END,
            leased_until = NULL, lease_token = NULL, in_flight = false,
            reason = CASE WHEN s.becomes IS NULL THEN s.reason END, advice = CASE WHEN s.becomes IS NULL THEN s.advice END, last_response_status = s."responseStatus"
       FROM settled s, accounts a
      -- By the ids as a list: never by reading the table. The token not by "=": a whole batch has one, and each of its rows would be compared with all of it.
      WHERE d.id = ANY (ARRAY(SELECT "deliveryId" FROM settled)) AND d.id = s."deliveryId" AND d.lease_token IS NOT DISTINCT FROM s.lease AND a.id = d.account_id AND d.attempts = s.attempt AND d.status = 'Pending'
     RETURNING d.id, d.attempts, d.account_id, d.receiver, d.kind, d.status, d.conversion_id, s.unreachable, s."durationMs" > $2 AS slow
   ), noted AS (
     UPDATE ${attempts} t SET outcome = s.outcome, duration_ms = s."durationMs", request_method = s."requestMethod", request_url = s."requestUrl",
            request_headers = s."requestHeaders", response_status = s."responseStatus", response_headers = s."responseHeaders",
            response_body = s."responseBody", body_truncated = s."bodyTruncated", error_code = s."errorCode", reason = s.reason, advice = s.advice
       FROM settled s JOIN moved m ON m.id = s."deliveryId" AND m.attempts = s.attempt WHERE t.delivery_id = m.id AND t.number = m.attempts
   ), told AS (
     -- In the order of ids, like everybody who locks several conversions.
     SELECT c.id FROM conversions c JOIN moved m ON m.conversion_id = c.id
      WHERE m.kind = 'callback' AND m.status = 'Sent' AND NOT c.callback_sent ORDER BY c.id FOR NO KEY UPDATE OF c
   ), acknowledged AS (
     UPDATE conversions c SET callback_sent = true FROM told WHERE c.id = told.id
   ), answers AS (
     SELECT account_id, receiver, CASE WHEN bool_and(unreachable) THEN count(*)::int ELSE 0 END AS unreachable_in_a_row,
            CASE WHEN 2 * count(*) FILTER (WHERE slow) >= count(*) THEN 'slow' WHEN bool_and(slow OR unreachable) THEN 'new' ELSE 'quick' END AS pace
       FROM moved GROUP BY 1, 2
   ), health AS (
     -- Written only where it changes: the settlements of a busy receiver must not wait for each other's row. Pace "new" tells nothing new.
     INSERT INTO receiver_health AS h (account_id, receiver, unreachable_in_a_row, pace)
     SELECT n.account_id, n.receiver, n.unreachable_in_a_row, n.pace
       FROM answers n LEFT JOIN receiver_health k ON k.account_id = n.account_id AND k.receiver = n.receiver
      WHERE n.unreachable_in_a_row > 0 OR k.unreachable_in_a_row > 0 OR n.pace NOT IN ('new', coalesce(k.pace, 'new'))
      ORDER BY 1, 2
     ON CONFLICT (account_id, receiver) DO UPDATE
       SET unreachable_in_a_row = CASE WHEN excluded.unreachable_in_a_row = 0 THEN 0 ELSE least(h.unreachable_in_a_row + excluded.unreachable_in_a_row, 1000000) END,
           pace = CASE excluded.pace WHEN 'new' THEN h.pace ELSE excluded.pace END
   )
   SELECT id, status FROM moved`,
);

/**
 * Writes attempts and what follows for their deliveries, all of a batch in one statement. A worker that is late, because
 * its lease ran out and another took over, changes nothing.
 */
export async function settleAttempts(database: Database, settlements: readonly Settlement[]): Promise<void> {
  const ids = settlements.map(({ deliveryId }) => deliveryId);
  await SETTLE.query(database, ids, [JSON.stringify(settlements), SLOW_AFTER_MS]);
}

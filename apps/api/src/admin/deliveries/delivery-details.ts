import { callbackBody, type AttemptTrigger, type DeliveryKind, type FaultKind, type HttpMethod } from '@app/domain';
import type { Database } from '@app/store';
import type { AttemptView } from './delivery.dto';

interface AttemptRow {
  number: number;
  trigger: AttemptTrigger;
  startedAt: Date;
  durationMs: number | null;
  outcome: AttemptView['outcome'];
  possibleDuplicate: boolean;
  requestMethod: HttpMethod | null;
  requestUrl: string | null;
  requestHeaders: Record<string, string> | null;
  responseStatus: number | null;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
  bodyTruncated: boolean;
  errorCode: string | null;
  reason: string | null;
  advice: string | null;
  faults: FaultKind[];
}

const ATTEMPTS = `
  SELECT t.number, t.trigger, t.started_at AS "startedAt", t.duration_ms AS "durationMs", t.outcome,
         t.possible_duplicate AS "possibleDuplicate", t.request_method AS "requestMethod", t.request_url AS "requestUrl",
         t.request_headers AS "requestHeaders", t.response_status AS "responseStatus", t.response_headers AS "responseHeaders",
         t.response_body AS "responseBody", t.body_truncated AS "bodyTruncated", t.error_code AS "errorCode", t.reason, t.advice,
         ARRAY(SELECT f.kind FROM injected_faults f WHERE f.delivery_id = t.delivery_id AND f.attempt = t.number ORDER BY f.kind) AS faults
    FROM attempts t WHERE t.delivery_id = $1 ORDER BY t.number`;

/** What a delivery carries, as JSON text. */
export async function readPayload(database: Database, deliveryId: string): Promise<string> {
  const { rows } = await database.query<{ payload: string }>(
    'SELECT payload FROM delivery_payloads WHERE delivery_id = $1',
    [deliveryId],
  );
  return rows[0]?.payload ?? 'null';
}

/** Every attempt of a delivery, oldest first. Bodies are not kept with each: they follow from the payload. */
export async function readAttempts(
  database: Database,
  delivery: { id: string; kind: DeliveryKind },
  payload: string,
): Promise<AttemptView[]> {
  const { rows } = await database.query<AttemptRow>(ATTEMPTS, [delivery.id]);
  return rows.map((row) =>
    toAttemptView(row, delivery.kind === 'callback' ? callbackBody(delivery.id, row.startedAt, payload) : null),
  );
}

function toAttemptView(row: AttemptRow, body: string | null): AttemptView {
  const { number, trigger, durationMs, outcome, possibleDuplicate, errorCode, reason, advice, faults } = row;
  return {
    number,
    trigger,
    startedAt: row.startedAt.toISOString(),
    durationMs,
    outcome,
    possibleDuplicate,
    request: toRequest(row, body),
    response: toResponse(row),
    error: errorCode === null ? null : { code: errorCode, message: reason ?? errorCode },
    reason,
    advice,
    faults,
  };
}

function toRequest(
  { requestMethod, requestUrl, requestHeaders }: AttemptRow,
  body: string | null,
): AttemptView['request'] {
  if (requestMethod === null || requestUrl === null) return null;
  return { method: requestMethod, url: requestUrl, headers: requestHeaders ?? {}, body };
}

function toResponse({
  responseStatus,
  responseHeaders,
  responseBody,
  bodyTruncated,
}: AttemptRow): AttemptView['response'] {
  if (responseStatus === null) return null;
  return { status: responseStatus, headers: responseHeaders ?? {}, body: responseBody ?? '', bodyTruncated };
}

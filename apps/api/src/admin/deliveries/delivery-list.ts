import type { ConversionStatus, DeliveryKind, DeliveryStatus, HttpMethod, RetryProfile } from '@app/domain';
import { Where, type LedgerList } from '../../http/lists/ledger-list';
import { EVENTS_NAMED } from '../events-named';
import type { DeliveriesQuery, DeliveryView } from './delivery.dto';

interface DeliveryRow {
  id: string;
  kind: DeliveryKind;
  status: DeliveryStatus;
  conversionId: string;
  conversionStatus: ConversionStatus;
  offerId: string;
  offerEventId: string | null;
  eventId: string | null;
  partnerId: string | null;
  postbackId: string | null;
  url: string | null;
  method: HttpMethod;
  receiver: string;
  attemptCount: number;
  retriesMade: number;
  nextAttemptAt: Date | null;
  reason: string | null;
  advice: string | null;
  lastResponseStatus: number | null;
  createdAt: Date;
  settledAt: Date | null;
  retryProfile: RetryProfile;
  waitsMs: number[];
}

const SELECT = `d.id, d.kind, d.status, d.conversion_id AS "conversionId", d.conversion_status AS "conversionStatus", d.offer_id AS "offerId",
  d.offer_event_id AS "offerEventId", e.event_id AS "eventId", d.partner_id AS "partnerId", d.postback_id AS "postbackId",
  coalesce((SELECT t.request_url FROM attempts t WHERE t.delivery_id = d.id AND t.number = d.attempts), d.target) AS url,
  d.method, d.receiver, d.attempts AS "attemptCount", d.retries_made AS "retriesMade", d.due_at AS "nextAttemptAt", d.reason, d.advice,
  d.last_response_status AS "lastResponseStatus", d.created_at AS "createdAt", d.settled_at AS "settledAt",
  d.retry_profile AS "retryProfile", d.retry_waits_ms::float8[] AS "waitsMs"`;

const COLUMNS = [
  ...[
    'id',
    'kind',
    'status',
    'conversionId',
    'conversionStatus',
    'offerId',
    'offerEventId',
    'eventId',
    'partnerId',
    'postbackId',
    'url',
  ],
  ...[
    'method',
    'receiver',
    'attemptCount',
    'retriesMade',
    'nextAttemptAt',
    'reason',
    'advice',
    'lastResponseStatus',
    'createdAt',
  ],
  ...['settledAt', 'retry'],
];

/** The outbox. */
export const DELIVERY_LIST: LedgerList<DeliveryRow, DeliveryView> = {
  name: 'deliveries',
  select: SELECT,
  from: 'deliveries d',
  joins: 'LEFT JOIN offer_events e ON e.id = d.offer_event_id',
  id: 'd.id',
  orders: {
    createdAt: { column: 'd.created_at', type: 'timestamptz' },
    status: { column: 'd.status', type: 'text' },
  },
  columns: COLUMNS,
  toItem: toDeliveryView,
};

/** The same in the order in which the deliveries of one conversion were planned. */
export const DELIVERIES_OF_CONVERSION: LedgerList<DeliveryRow, DeliveryView> = {
  ...DELIVERY_LIST,
  orders: { sequence: { column: 'd.sequence', type: 'numeric' } },
  ascending: true,
};

export function deliveriesWhere(accountId: string, query: DeliveriesQuery): Where {
  const where = new Where('d.account_id', accountId)
    .and('d.kind = ANY(?)', query.kind)
    .and('d.status = ANY(?)', query.status)
    .and('d.conversion_id = ?', query.conversionId)
    .and('d.partner_id = ?', query.partnerId)
    .and('d.offer_id = ?', query.offerId)
    .and(`d.offer_event_id IN ${EVENTS_NAMED}`, query.eventId)
    .and(
      'd.conversion_id IN (SELECT c.id FROM conversions c WHERE c.account_id = $1 AND c.click_id = ?)',
      query.clickId,
    )
    .and('d.created_at >= ?', query.from)
    .and('d.created_at <= ?', query.to);
  const showsSkipped = query.includeSkipped === true || query.status !== undefined;
  return showsSkipped ? where : where.and('d.status <> ?', 'Skipped');
}

function toDeliveryView({ retryProfile, waitsMs, ...row }: DeliveryRow): DeliveryView {
  return {
    ...row,
    receiver: row.receiver === '' ? null : row.receiver,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    retry: { profile: retryProfile, waitsMs },
  };
}

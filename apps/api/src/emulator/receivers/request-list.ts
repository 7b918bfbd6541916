import { Where, type LedgerList } from '../../http/lists/ledger-list';
import {
  toReceiverRequest,
  type ReceiverRequestRow,
  type ReceiverRequestsQuery,
  type ReceiverRequestView,
} from './receiver.dto';

/**
 * Which attempt a request is: a callback tells by its own id and time, a postback by a conversion or a click that its address names, and by the
 * address as it was called. Of several alike at one instant, as on a clock that stands still, the order tells.
 */
const BELONGS = `
  LEFT JOIN LATERAL (
    (SELECT d.id AS delivery_id, d.conversion_id, (
              SELECT t.number FROM attempts t
               WHERE t.delivery_id = d.id AND t.started_at = q.sent_at AND t.error_code IS DISTINCT FROM 'FAULT_BEFORE_SEND'
               ORDER BY t.number LIMIT 1 OFFSET (
                 SELECT count(*) FROM receiver_requests e WHERE e.receiver_id = q.receiver_id AND e.delivery_id = q.delivery_id
                    AND e.sent_at = q.sent_at AND e.number < q.number)) AS attempt
       FROM deliveries d WHERE d.id = q.delivery_id AND d.account_id = q.account_id)
    UNION ALL
    (SELECT d.id, d.conversion_id, t.number
       FROM conversions c
       JOIN deliveries d ON d.conversion_id = c.id AND d.kind = 'postback' AND position(split_part(q.url, '?', 1) IN d.target) > 0
       JOIN attempts t ON t.delivery_id = d.id AND t.started_at <= q.received_at AND t.error_code IS DISTINCT FROM 'FAULT_BEFORE_SEND'
        AND (t.request_url IS NULL OR right(t.request_url, length(q.url)) = q.url)
      WHERE q.delivery_id IS NULL AND c.account_id = q.account_id AND (c.id = ANY (q.named_ids) OR c.click_id = ANY (q.named_ids))
      ORDER BY t.started_at DESC, d.sequence DESC, t.number DESC LIMIT 1 OFFSET (
        SELECT count(*) FROM receiver_requests e WHERE e.receiver_id = q.receiver_id AND e.url = q.url
           AND e.received_at = q.received_at AND e.number > q.number))
    LIMIT 1) w ON true`;

const LIST: LedgerList<ReceiverRequestRow, ReceiverRequestView> = {
  name: 'receiver-requests',
  select: `q.number, q.method, q.url, q.headers, q.body, q.answered, q.received_at AS "receivedAt",
    w.delivery_id AS "deliveryId", w.conversion_id AS "conversionId", w.attempt`,
  from: 'receiver_requests q',
  joins: BELONGS,
  id: 'q.id',
  orders: { number: { column: 'q.number', type: 'integer' } },
  columns: [
    ...[
      'number',
      'method',
      'url',
      'headers',
      'body',
      'answered',
      'receivedAt',
      'deliveryId',
      'conversionId',
      'attempt',
    ],
  ],
  ascending: true,
  toItem: toReceiverRequest,
};

/** What a request belongs to is found out for all of them only where it is asked for. */
const LIST_BY_OWNER: typeof LIST = { ...LIST, from: `${LIST.from} ${BELONGS}`, joins: '' };

/** Requests of a receiver that a filter matches, as a list. */
export function requestsOf(
  { accountId, receiverId }: { accountId: string; receiverId: string },
  { number, deliveryId, conversionId, bodyContains }: Omit<ReceiverRequestsQuery, 'page' | 'page_size'>,
): { list: typeof LIST; where: Where } {
  const where = new Where('q.account_id', accountId)
    .and('q.receiver_id = ?', receiverId)
    .and('q.number = ?', number)
    .and('w.delivery_id = ?', deliveryId)
    .and('w.conversion_id = ?', conversionId)
    .and('position(? IN q.body) > 0', bodyContains);
  return { list: deliveryId === undefined && conversionId === undefined ? LIST : LIST_BY_OWNER, where };
}

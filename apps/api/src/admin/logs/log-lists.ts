import { countClickDays, type DayCount, type InboundCallEntity, type Tx } from '@app/store';
import { Where, type LedgerList } from '../../http/lists/ledger-list';
import type { HistoryLogsQuery, HistoryLogView, RequestLogsQuery, RequestLogView } from './log.dto';

const OF_PARTNER = 'l.click_id IN (SELECT c.id FROM clicks c WHERE c.account_id = $1 AND c.partner_id = ?)';

/** Inbound tracking calls. */
const REQUEST_LOG_LIST: LedgerList<Omit<InboundCallEntity, 'accountId'>, RequestLogView> = {
  name: 'request-logs',
  select: `l.id, l.created_at AS "createdAt", l.kind, l.method, l.url, l.source_ip AS "sourceIp", l.parameters,
    l.http_status AS "httpStatus", l.latency_ms AS "latencyMs", l.result, l.trace, l.offer_id AS "offerId", l.click_id AS "clickId",
    l.conversion_id AS "conversionId"`,
  from: 'inbound_calls l',
  id: 'l.id',
  orders: { createdAt: { column: 'l.created_at', type: 'timestamptz' } },
  columns: [
    ...[
      'id',
      'createdAt',
      'kind',
      'method',
      'url',
      'sourceIp',
      'parameters',
      'httpStatus',
      'latencyMs',
      'result',
      'trace',
    ],
    ...['offerId', 'clickId', 'conversionId'],
  ],
  toItem: (row) => ({ ...row, createdAt: row.createdAt.toISOString() }),
};

export function requestLogsWhere(accountId: string, query: RequestLogsQuery): Where {
  return new Where('l.account_id', accountId)
    .and('l.kind = ANY(?)', query.kind)
    .and('l.result = ?', query.result)
    .and('l.http_status = ?', query.httpStatus)
    .and('l.offer_id = ?', query.offerId)
    .and('l.click_id = ?', query.clickId)
    .and('l.conversion_id = ?', query.conversionId)
    .and(OF_PARTNER, query.partnerId)
    .and('l.pub_member_id = ?', query.pubMemberId)
    .and('l.created_at >= ?', query.from)
    .and('l.created_at <= ?', query.to);
}

/** As for clicks, which make most of it. */
export function requestLogList(accountId: string, query: RequestLogsQuery): typeof REQUEST_LOG_LIST {
  const { pubMemberId, clickId, conversionId, partnerId, from, to } = query;
  if ([clickId, conversionId, from, to].some((filter) => filter !== undefined)) return REQUEST_LOG_LIST;
  if (pubMemberId !== undefined || partnerId !== undefined) return { ...REQUEST_LOG_LIST, leaves: 'few' };
  return { ...REQUEST_LOG_LIST, days: (tx) => countCallDays(tx, accountId, query) };
}

/** A day stands here twice where it has accepted clicks and other calls. */
async function countCallDays(tx: Tx, accountId: string, query: RequestLogsQuery): Promise<DayCount[]> {
  const { sql, values } = requestLogsWhere(accountId, query);
  const [{ rows }, clicks] = await Promise.all([
    tx.query<DayCount>(
      `SELECT utc_day(l.created_at)::text AS day, count(*)::float8 AS rows FROM request_logs l WHERE ${sql} GROUP BY utc_day(l.created_at)`,
      values,
    ),
    holdsClicks(query) ? countClickDays(tx, accountId, { offerId: query.offerId }) : [],
  ]);
  return [...rows, ...clicks];
}

/** Whether accepted clicks, which are no rows of the request log, are among what is asked for. */
function holdsClicks({ kind = ['click'], result = 'accepted', httpStatus = 302 }: RequestLogsQuery): boolean {
  return kind.includes('click') && result === 'accepted' && httpStatus === 302;
}

/** What people should know about members' histories. */
export const HISTORY_LOG_LIST: LedgerList<Omit<HistoryLogView, 'createdAt'> & { createdAt: Date }, HistoryLogView> = {
  name: 'history-logs',
  select: `l.id, l.created_at AS "createdAt", l.level, l.message, l.offer_id AS "offerId", l.click_id AS "clickId",
    l.conversion_id AS "conversionId", l.pub_member_id AS "pubMemberId"`,
  from: 'history_logs l',
  id: 'l.id',
  orders: { createdAt: { column: 'l.created_at', type: 'timestamptz' } },
  columns: ['id', 'createdAt', 'level', 'message', 'offerId', 'clickId', 'conversionId', 'pubMemberId'],
  toItem: (row) => ({ ...row, createdAt: row.createdAt.toISOString() }),
};

export function historyLogsWhere(accountId: string, query: HistoryLogsQuery): Where {
  return new Where('l.account_id', accountId)
    .and('l.level = ?', query.level)
    .and('l.offer_id = ?', query.offerId)
    .and('l.click_id = ?', query.clickId)
    .and('l.conversion_id = ?', query.conversionId)
    .and(OF_PARTNER, query.partnerId)
    .and('l.pub_member_id = ?', query.pubMemberId)
    .and('l.created_at >= ?', query.from)
    .and('l.created_at <= ?', query.to);
}

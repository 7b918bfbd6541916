import { countClickDays } from '@app/store';
import { Where, type LedgerList } from '../../http/lists/ledger-list';
import type { ClickEvent, ClicksQuery, ViewEvent, ViewsQuery } from './log.dto';

type Stamped<Event extends { createdAt: string }> = Omit<Event, 'createdAt'> & { createdAt: Date };

/** Members who opened an offer's details. */
export const VIEW_LIST: LedgerList<Stamped<ViewEvent>, ViewEvent> = {
  name: 'views',
  select: `v.id, v.created_at AS "createdAt", v.offer_id AS "offerId", o.name AS "offerName", v.pub_member_id AS "pubMemberId",
    v.parameters, v.source_ip AS "sourceIp", v.url`,
  from: 'views v',
  joins: 'LEFT JOIN offers o ON o.id = v.offer_id',
  id: 'v.id',
  orders: { createdAt: { column: 'v.created_at', type: 'timestamptz' } },
  columns: ['id', 'createdAt', 'offerId', 'offerName', 'pubMemberId', 'parameters', 'sourceIp', 'url'],
  toItem: (row) => ({ ...row, createdAt: row.createdAt.toISOString() }),
};

export function viewsWhere(accountId: string, query: ViewsQuery): Where {
  return new Where('v.account_id', accountId)
    .and('v.offer_id = ?', query.offerId)
    .and('v.pub_member_id = ?', query.pubMemberId)
    .and('v.id = ?', query.viewId)
    .and('v.id IN (SELECT c.view_id FROM clicks c WHERE c.account_id = $1 AND c.id = ?)', query.clickId)
    .and('v.created_at >= ?', query.from)
    .and('v.created_at <= ?', query.to);
}

/** Members who were sent on to an offer. */
export const CLICK_LIST: LedgerList<Stamped<ClickEvent>, ClickEvent> = {
  name: 'clicks',
  select: `c.id, c.created_at AS "createdAt", c.offer_id AS "offerId", o.name AS "offerName", c.view_id AS "viewId",
    c.partner_id AS "partnerId", p.name AS "partnerName", c.pub_member_id AS "pubMemberId", c.pub_click_id AS "pubClickId",
    c.parameters, c.source_ip AS "sourceIp", c.user_agent AS "userAgent", c.url`,
  from: 'clicks c',
  joins: 'LEFT JOIN offers o ON o.id = c.offer_id LEFT JOIN partners p ON p.id = c.partner_id',
  id: 'c.id',
  orders: { createdAt: { column: 'c.created_at', type: 'timestamptz' } },
  columns: [
    ...['id', 'createdAt', 'offerId', 'offerName', 'viewId', 'partnerId', 'partnerName', 'pubMemberId', 'pubClickId'],
    ...['parameters', 'sourceIp', 'userAgent', 'url'],
  ],
  toItem: (row) => ({ ...row, createdAt: row.createdAt.toISOString() }),
};

export function clicksWhere(accountId: string, query: ClicksQuery): Where {
  return new Where('c.account_id', accountId)
    .and('c.offer_id = ?', query.offerId)
    .and('c.partner_id = ?', query.partnerId)
    .and('c.pub_member_id = ?', query.pubMemberId)
    .and('c.id = ?', query.clickId)
    .and('c.view_id = ?', query.viewId)
    .and('c.created_at >= ?', query.from)
    .and('c.created_at <= ?', query.to);
}

/** The list with its days out of the counts, where these are as fine as what is asked for. No index finds clicks by member or view. */
export function clickList(accountId: string, query: ClicksQuery): typeof CLICK_LIST {
  const { pubMemberId, clickId, viewId, from, to } = query;
  if (clickId !== undefined) return CLICK_LIST;
  if (pubMemberId !== undefined || viewId !== undefined) return { ...CLICK_LIST, leaves: 'few' };
  if (from !== undefined || to !== undefined) return CLICK_LIST;
  return { ...CLICK_LIST, days: (tx) => countClickDays(tx, accountId, query) };
}

import { moneyToNumber, type ConversionReport } from '@app/domain';
import { Where, type LedgerList } from '../../http/lists/ledger-list';
import { toReportValues } from '../../http/lists/report-values';
import { EVENTS_NAMED } from '../events-named';
import type { ConversionRow, ConversionsQuery } from './conversion.dto';

type ReportedRow = Omit<
  ConversionReport,
  'accountId' | 'categoryId' | 'categoryName' | 'countryId' | 'countryCode2' | 'countryCode3' | 'sequenceNumber'
> &
  Pick<ConversionRow, 'completions'>;

const SELECT = `c.id, c.created_at AS "createdAt", c.modified_at AS "modifiedAt", c.user_completed_at AS "userCompletedAt", c.status,
  c.rejection_reason AS "rejectionReason", c.is_repeated AS "isRepeated", c.repeat_of AS "repeatOf", c.offer_id AS "offerId",
  CASE WHEN c.is_repeated THEN NULL ELSE (1 + (SELECT count(*) FROM conversions r WHERE r.repeat_of = c.id))::integer END AS completions,
  o.name AS "offerName", c.offer_event_id AS "offerEventId", e.event_id AS "eventId", e.name AS "eventName", c.click_id AS "clickId",
  c.view_id AS "viewId", c.click_time AS "clickTime", c.pub_member_id AS "pubMemberId", c.pub_click_id AS "pubClickId",
  c.partner_id AS "partnerId", p.name AS "partnerName", o.advertiser_id AS "advertiserId", a.name AS "advertiserName",
  c.revenue, c.reward, c.payout, c.matures_at AS "maturesAt", c.callback_sent AS "callbackSent",
  c.pub_parameters AS "pubParameters", c.parameters`;

const JOINS = `
  JOIN offers o ON o.id = c.offer_id
  JOIN advertisers a ON a.id = o.advertiser_id
  LEFT JOIN offer_events e ON e.id = c.offer_event_id
  LEFT JOIN partners p ON p.id = c.partner_id`;

const COLUMNS = [
  ...[
    'id',
    'createdAt',
    'modifiedAt',
    'userCompletedAt',
    'status',
    'rejectionReason',
    'isRepeated',
    'repeatOf',
    'completions',
    'offerId',
    'offerName',
  ],
  ...[
    'offerEventId',
    'eventId',
    'eventName',
    'clickId',
    'viewId',
    'clickTime',
    'pubMemberId',
    'pubClickId',
    'partnerId',
    'partnerName',
  ],
  ...['advertiserId', 'advertiserName', 'revenue', 'reward', 'payout', 'maturesAt', 'callbackSent', 'isRewardSent'],
  ...Object.keys(toReportValues({}, {})),
];

/** The conversion report. */
export const CONVERSION_LIST: LedgerList<ReportedRow, ConversionRow> = {
  name: 'conversions',
  select: SELECT,
  from: 'conversions c',
  joins: JOINS,
  id: 'c.id',
  orders: {
    createdAt: { column: 'c.created_at', type: 'timestamptz' },
    modifiedAt: { column: 'c.modified_at', type: 'timestamptz' },
    userCompletedAt: { column: 'c.user_completed_at', type: 'timestamptz' },
    status: { column: 'c.status', type: 'text' },
    revenue: { column: 'c.revenue', type: 'numeric' },
  },
  columns: COLUMNS,
  toItem: toConversionRow,
};

export function conversionsWhere(accountId: string, query: ConversionsQuery): Where {
  return new Where('c.account_id', accountId)
    .and('c.status = ANY(?)', query.status)
    .and('c.offer_id = ?', query.offerId)
    .and('c.partner_id = ?', query.partnerId)
    .and('c.click_id = ?', query.clickId)
    .and('c.pub_member_id = ?', query.pubMemberId)
    .and(`c.offer_event_id IN ${EVENTS_NAMED}`, query.eventId)
    .and('c.is_repeated = ?', query.isRepeated)
    .and('c.callback_sent = ?', query.callbackSent === undefined ? undefined : query.callbackSent === 'Yes')
    .and('c.created_at >= ?', query.from)
    .and('c.created_at <= ?', query.to);
}

function toConversionRow({ pubParameters, parameters, ...row }: ReportedRow): ConversionRow {
  const reported = {
    ...row,
    createdAt: row.createdAt.toISOString(),
    modifiedAt: row.modifiedAt.toISOString(),
    userCompletedAt: row.userCompletedAt.toISOString(),
    clickTime: row.clickTime.toISOString(),
    maturesAt: row.maturesAt?.toISOString() ?? null,
    revenue: moneyToNumber(row.revenue),
    reward: moneyToNumber(row.reward),
    payout: moneyToNumber(row.payout),
    callbackSent: row.callbackSent ? ('Yes' as const) : ('No' as const),
    isRewardSent: row.callbackSent,
  };
  // Not a second spread: with so many fields that one takes twenty times as long.
  return Object.assign(reported, toReportValues(pubParameters, parameters));
}

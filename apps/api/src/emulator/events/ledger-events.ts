import type { EventKind } from '@app/tracking';

/** Where a branch reads from. `p` is the page; `$1` the accounts, `$2` the snapshot since which, `$3` the least id. */
interface Branch {
  kinds: readonly EventKind[];
  /** Order within one transaction: what follows comes after what it follows from. */
  rank: number;
  select: { kind: string; id: string; account: string; at: string; data: string };
  from: string;
  /** The row whose transaction made the event, never touched again. */
  row: string;
  where: string;
}

/** Ids are made just before their rows are written; the account is compared as text, so that they are found by the id, which few are above. */
const young = (row: string): string => `${row}.id >= $3::uuid AND ${row}.account_id::text = ANY ($1::text[])`;

const OF_CONVERSION = `'conversionId', c.id, 'clickId', c.click_id, 'offerId', c.offer_id, 'eventId', e.event_id, 'partnerId', c.partner_id,
  'pubMemberId', c.pub_member_id, 'pubClickId', c.pub_click_id, 'status', h.to_status`;
const OF_DELIVERY = `'deliveryId', d.id, 'deliveryKind', d.kind, 'conversionId', d.conversion_id, 'conversionStatus', d.conversion_status,
  'offerId', d.offer_id, 'partnerId', d.partner_id`;
const CHANGES =
  'conversion_changes h JOIN conversions c ON c.id = h.conversion_id LEFT JOIN offer_events e ON e.id = c.offer_event_id';

const BRANCHES: readonly Branch[] = [
  {
    kinds: ['clock', 'import'],
    rank: 0,
    select: { kind: 'k.kind', id: 'k.id', account: 'k.account_id', at: 'k.at', data: 'k.data' },
    from: 'platform_events k',
    row: 'k',
    where: `${young('k')} AND k.kind = ANY ($4::text[])`,
  },
  {
    kinds: ['click'],
    rank: 1,
    select: {
      ...{ kind: `'click'`, id: 'c.id', account: 'c.account_id', at: 'c.created_at' },
      data: `jsonb_build_object('clickId', c.id, 'offerId', c.offer_id, 'partnerId', c.partner_id, 'viewId', c.view_id,
        'pubMemberId', c.pub_member_id, 'pubClickId', c.pub_click_id, 'parameters', c.parameters)`,
    },
    from: 'clicks c',
    row: 'c',
    where: young('c'),
  },
  {
    kinds: ['conversion'],
    rank: 2,
    select: {
      ...{ kind: `'conversion'`, id: 'h.id', account: 'h.account_id', at: 'h.changed_at' },
      data: `jsonb_build_object(${OF_CONVERSION}, 'rejectionReason', h.reason, 'by', h.changed_by, 'isRepeated', c.is_repeated,
        'revenue', c.revenue::float8, 'reward', c.reward::float8, 'payout', c.payout::float8, 'advertiserConversionId', c.advertiser_conversion_id)`,
    },
    from: CHANGES,
    row: 'h',
    where: `${young('h')} AND h.from_status IS NULL`,
  },
  {
    kinds: ['status'],
    rank: 3,
    select: {
      ...{ kind: `'status'`, id: 'h.id', account: 'h.account_id', at: 'h.changed_at' },
      data: `jsonb_build_object(${OF_CONVERSION}, 'from', h.from_status, 'to', h.to_status, 'reason', h.reason, 'by', h.changed_by)`,
    },
    from: CHANGES,
    row: 'h',
    where: `${young('h')} AND h.from_status IS NOT NULL`,
  },
  {
    kinds: ['request'],
    rank: 4,
    select: {
      ...{ kind: `'request'`, id: 'r.id', account: 'r.account_id', at: 'r.created_at' },
      data: `jsonb_build_object('requestId', r.id, 'call', r.kind, 'method', r.method, 'url', r.url, 'sourceIp', r.source_ip, 'httpStatus', r.http_status,
        'result', r.result, 'latencyMs', r.latency_ms, 'offerId', r.offer_id, 'clickId', r.click_id, 'conversionId', r.conversion_id)`,
    },
    from: 'request_logs r',
    row: 'r',
    where: young('r'),
  },
  {
    kinds: ['delivery'],
    rank: 5,
    select: {
      ...{ kind: `'delivery'`, id: 'd.id', account: 'd.account_id', at: 'd.created_at' },
      data: `jsonb_build_object(${OF_DELIVERY}, 'status', CASE d.status WHEN 'Skipped' THEN 'Skipped' ELSE 'Pending' END,
        'reason', CASE d.status WHEN 'Skipped' THEN d.reason END, 'url', d.target)`,
    },
    from: 'touched d JOIN delivery_payloads y ON y.delivery_id = d.id',
    row: 'y',
    where: 'true',
  },
  {
    kinds: ['attempt'],
    rank: 6,
    select: {
      ...{ kind: `'attempt'`, id: 'd.id', account: 'd.account_id', at: 't.started_at' },
      data: `jsonb_build_object(${OF_DELIVERY}, 'number', t.number, 'trigger', t.trigger, 'outcome', t.outcome, 'method', t.request_method,
        'url', t.request_url, 'responseStatus', t.response_status, 'durationMs', t.duration_ms, 'errorCode', t.error_code,
        'reason', t.reason, 'advice', t.advice, 'possibleDuplicate', t.possible_duplicate)`,
    },
    from: 'touched d JOIN attempts t ON t.delivery_id = d.id',
    row: 't',
    where: 't.outcome IS NOT NULL',
  },
  {
    kinds: ['delivery'],
    rank: 7,
    select: {
      ...{ kind: `'delivery'`, id: 'd.id', account: 'd.account_id', at: 't.started_at' },
      data: `jsonb_build_object(${OF_DELIVERY}, 'status', CASE t.outcome WHEN 'sent' THEN 'Sent' ELSE 'Failed' END, 'reason', t.reason,
        'url', coalesce(t.request_url, d.target))`,
    },
    from: 'touched d JOIN attempts t ON t.delivery_id = d.id',
    row: 't',
    where: `t.outcome IN ('sent', 'failed')`,
  },
];

/** The whole number of a row's transaction, of which the row keeps the lower half: it is none of the future. */
const transactionOf = (row: string): string => `(p.top - ((p.top - ${row}.xmin::text::bigint) & 4294967295))`;
const sees = (snapshot: string, row: string): string =>
  `pg_visible_in_snapshot(${transactionOf(row)}::text::xid8, ${snapshot})`;

function branchText({ rank, select, from, row, where }: Branch): string {
  return `SELECT ${transactionOf(row)} AS transaction, ${String(rank)} AS rank, ${select.id} AS id, ${select.kind} AS kind,
    ${select.account} AS account_id, ${select.at} AS at, ${select.data} AS data
   FROM page p, ${from}
  WHERE ${where} AND NOT ${sees('$2::pg_snapshot', row)} AND ${sees('p.until', row)}`;
}

/**
 * Deliveries that were written since, in whatever way: an attempt that is settled is found by its delivery, which is written in the
 * same transaction. No index tells which they are, and none is to be paid for by who sends: those of the account are looked through.
 */
const TOUCHED = `, touched AS MATERIALIZED (
  SELECT d.* FROM page p, deliveries d WHERE d.account_id = ANY ($1::text[]::uuid[]) AND NOT ${sees('$2::pg_snapshot', 'd')})`;

/**
 * What was committed after one moment and by another, in the order of its transactions: what follows from something is written by a
 * later one, or later in the same. `$5` is the moment until which (`null`: now), `$6` to `$8` the place after which, `$9` how many.
 */
export function eventsText(kinds: readonly EventKind[]): string {
  const asked = BRANCHES.filter((branch) => branch.kinds.some((kind) => kinds.includes(kind)));
  const touched = asked.some(({ from }) => from.startsWith('touched')) ? TOUCHED : '';
  return `WITH page AS MATERIALIZED (
    SELECT coalesce($5::pg_snapshot, pg_current_snapshot()) AS until, pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS top,
           $3::uuid AS floor, $4::text[] AS kinds
  )${touched}, found AS (
    ${asked.map(branchText).join('\n    UNION ALL\n    ')}
  ), told AS (
    SELECT f.* FROM found f WHERE $6::bigint IS NULL OR (f.transaction, f.rank, f.id) > ($6::bigint, $7::integer, $8::uuid)
     ORDER BY f.transaction, f.rank, f.id LIMIT $9
  )
  SELECT p.until::text AS until, t.transaction::text AS transaction, t.rank, t.id, t.kind, t.account_id AS "accountId", a.slug AS account, t.at, t.data
    FROM page p LEFT JOIN (told t JOIN accounts a ON a.id = t.account_id) ON true
   ORDER BY t.transaction, t.rank, t.id`;
}

// A past of an account, as large as asked for, made by the database itself: only reading it is measured.

const DAYS = 29;
const OFFERS = 20;
const PARTNERS = 10;
const EVENTS = 3;

/** Ids in the order of time, as real ones are; `salt` tells the tables apart. */
const idAt = (at, salt) =>
  `(lpad(to_hex((extract(epoch FROM ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5('${salt}' || n), 1, 3) || '8' || substr(md5('${salt}' || n), 4, 15))::uuid`;

const PARAMETERS = `jsonb_build_object('pub_sub_1', 'campaign ' || n % 50, 'pub_age', (18 + n % 60)::text, 'pub_device', 'Android')`;
const AGENT = `'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36'`;

/** Numbered rows, evenly over the days up to now, each of one offer and of a partner or of none. */
const rows = (count) => `(
  SELECT n, at, offers.ids[1 + n % ${OFFERS}] AS offer, CASE WHEN n % 3 > 0 THEN partners.ids[1 + n / ${OFFERS} % ${PARTNERS}] END AS partner
    FROM (SELECT n, (date_trunc('day', now()) - interval '${DAYS - 1} days' + n * interval '${DAYS - 1} days' / ${count})::timestamptz(3) AS at
            FROM generate_series(1, ${count}) n) numbered,
         (SELECT array_agg(id ORDER BY id) AS ids FROM offers WHERE account_id = $1::uuid) offers,
         (SELECT array_agg(id ORDER BY id) AS ids FROM partners WHERE account_id = $1::uuid) partners) r`;

/** Statements with the account as `$1::uuid`, in the order in which rows refer to each other. */
const STATEMENTS = ({ clicks, conversions }) => ({
  partners: `INSERT INTO partners (id, account_id, name) SELECT gen_random_uuid(), $1::uuid, 'Partner ' || n FROM generate_series(2, ${PARTNERS}) n`,
  offers: `INSERT INTO offers (id, account_id, name, link, offer_type, revenue, reward, payout, advertiser_id, category_id, rejection_endpoint_id, created_at)
    SELECT gen_random_uuid(), $1::uuid, 'Offer ' || n, link, CASE WHEN n % 4 = 0 THEN 'MultiEvent' ELSE 'SingleEvent' END, revenue, reward, payout,
           advertiser_id, category_id, md5('endpoint' || n || $1::uuid), created_at FROM offers, generate_series(2, ${OFFERS}) n WHERE account_id = $1::uuid`,
  events: `INSERT INTO offer_events (id, account_id, offer_id, event_id, name, sequence_number, display_order, revenue, reward)
    SELECT gen_random_uuid(), $1::uuid, id, 'level-' || n, 'Level ' || n, n, n, 5, 100 FROM offers, generate_series(1, ${EVENTS}) n
     WHERE account_id = $1::uuid AND offer_type = 'MultiEvent'`,
  views: `INSERT INTO views (id, account_id, offer_id, pub_member_id, parameters, source_ip, url, created_at)
    SELECT ${idAt('at', 'view')}, $1::uuid, offer, 'member-' || n % 200000, ${PARAMETERS}, '203.0.113.7', '/api/v1/offer-wall/offer-details', at FROM ${rows(conversions)}`,
  clicks: `INSERT INTO clicks (id, account_id, offer_id, partner_id, pub_member_id, pub_click_id, parameters, source_ip, user_agent, url, created_at)
    SELECT ${idAt('at', 'click')}, $1::uuid, offer, partner, 'member-' || n % 1000000, 'click-' || n, ${PARAMETERS}, '203.0.113.7', ${AGENT},
           '/api/v1/offer-wall/offer-link-redirect?offerId=' || offer || '&pub_member_id=member-' || n % 1000000, at FROM ${rows(clicks)}`,
  counts: `INSERT INTO click_deltas (account_id, day, offer_id, partner_id, clicks, views)
    SELECT account_id, utc_day(created_at), offer_id, partner_id, count(*), 0 FROM clicks WHERE account_id = $1::uuid GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT account_id, utc_day(created_at), offer_id, NULL, 0, count(*) FROM views WHERE account_id = $1::uuid GROUP BY 1, 2, 3`,
  conversions: `INSERT INTO conversions (id, account_id, click_id, offer_id, offer_event_id, partner_id, pub_member_id, pub_click_id, pub_parameters,
           click_time, status, holds_completion, revenue, reward, payout, parameters, user_completed_at, created_at, modified_at)
    SELECT ${idAt('at', 'conversion')}, $1::uuid, ${idAt('at', 'click')}, offer, e.id, partner, 'member-' || n, 'click-' || n, ${PARAMETERS}, at,
           CASE WHEN n % 10 < 7 THEN 'Success' WHEN n % 10 < 9 THEN 'Pending' ELSE 'Rejected' END, n % 10 < 9, 20, 1500, 12.5,
           jsonb_build_object('cnv_conversion_id', 'tx-' || n, 'cnv_amount', '19.90'), at, at, at
      FROM ${rows(conversions)} LEFT JOIN offer_events e ON e.offer_id = offer AND e.sequence_number = 1 + n / ${OFFERS} % ${EVENTS}`,
  deliveries: `INSERT INTO deliveries (id, account_id, kind, status, conversion_id, conversion_status, offer_id, offer_event_id, partner_id, receiver,
           target, method, retry_profile, retry_waits_ms, attempts, last_response_status, created_at, settled_at)
    SELECT ${idAt('c.created_at', 'delivery')}, $1::uuid, 'callback', CASE WHEN n % 50 = 0 THEN 'Failed' ELSE 'Sent' END, c.id, c.status, c.offer_id,
           c.offer_event_id, c.partner_id, 'http://127.0.0.1:9', 'http://127.0.0.1:9/callback', 'POST', 'gokart', '{60000}', 1, 200, c.created_at, c.created_at
      FROM (SELECT *, row_number() OVER (ORDER BY created_at) AS n FROM conversions WHERE account_id = $1::uuid) c`,
  attempts: `INSERT INTO attempts (delivery_id, number, account_id, trigger, started_at, duration_ms, outcome, request_method, request_url, response_status)
    SELECT id, 1, $1::uuid, 'auto', created_at, 12, 'sent', 'POST', target, 200 FROM deliveries WHERE account_id = $1::uuid`,
  request_logs: `INSERT INTO request_logs (id, account_id, kind, method, url, source_ip, parameters, http_status, latency_ms, result, trace, offer_id, click_id,
           conversion_id, created_at)
    SELECT ${idAt('c.created_at', 'call')}, $1::uuid, 'conversion', 'GET', '/api/v1/conversions/x?gk_click_id=' || click_id, '203.0.113.9',
           jsonb_build_object('gk_click_id', click_id), 200, 2.5, 'recorded', '[{"row": 4, "rule": "event is known", "result": "passed"}]', offer_id, click_id, id, created_at
      FROM (SELECT *, row_number() OVER (ORDER BY created_at) AS n FROM conversions WHERE account_id = $1::uuid) c`,
  history_logs: `INSERT INTO history_logs (id, account_id, level, message, offer_id, pub_member_id, created_at)
    SELECT ${idAt('at', 'log')}, $1::uuid, CASE WHEN n % 5 = 0 THEN 'warning' ELSE 'info' END, 'User has already completed the event', offer, 'member-' || n, at
      FROM ${rows(conversions)}`,
});

/**
 * Gives an account so many clicks and conversions with all that comes along. `note` gets a line for each table that took more
 * than a second.
 */
export async function fillHistory(ledger, { id }, sizes, note) {
  for (const [table, statement] of Object.entries(STATEMENTS(sizes))) {
    const startedAt = performance.now();
    await ledger.query(statement, [id]);
    const seconds = (performance.now() - startedAt) / 1_000;
    if (seconds > 1) note(`${table} filled in ${seconds.toFixed(0)} s`);
  }
  await ledger.query('VACUUM ANALYZE');
}

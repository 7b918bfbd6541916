/** Primary key and indexes of each table that is divided by days; the name of an index begins with its table's. */
export const KEYS = {
  clicks: {
    id: 'id',
    indexes: {
      account: '(account_id, created_at DESC, id DESC)',
      member: 'USING brin (pub_member_id text_bloom_ops (n_distinct_per_range = 2000)) WITH (pages_per_range = 128)',
    },
  },
  views: { id: 'id', indexes: { account: '(account_id, created_at DESC, id DESC)' } },
  attempts: { id: 'delivery_id, number', indexes: {} },
  request_logs: {
    id: 'id',
    indexes: {
      account: '(account_id, created_at DESC, id DESC)',
      click: '(click_id) WHERE click_id IS NOT NULL',
    },
  },
} as const;

/**
 * `keep_day` makes the part of a table for one UTC day of real time; answers whether it was missing. Attaching a table takes no
 * lock that a reader or writer would meet. A day that is made late tells so: it is kept as if it were of the day it was made on.
 */
export const DAY_FUNCTIONS = `
  CREATE FUNCTION first_id_of(day date) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT (lpad(to_hex((day - date '1970-01-01')::bigint * 86400000), 12, '0') || repeat('0', 20))::uuid $$;

  CREATE FUNCTION day_of_id(id uuid) RETURNS date LANGUAGE sql IMMUTABLE AS
    $$ SELECT date '1970-01-01' + (('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 86400000)::integer $$;

  -- The day after the last one of a part; null: it never ends.
  CREATE FUNCTION end_of_part(part oid) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT day_of_id(substring(pg_get_expr(relpartbound, oid) FROM 'TO \\(''([0-9a-f-]{36})''\\)')::uuid) FROM pg_class WHERE oid = part
  $$;

  CREATE FUNCTION keep_day(of_table text, of_day date) RETURNS boolean LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
  DECLARE part text := of_table || to_char(of_day, '"_"YYYYMMDD');
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(of_table, 20261124));
    IF to_regclass(part) IS NOT NULL THEN RETURN false; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL) %s', part, of_table,
                   CASE of_table WHEN 'attempts' THEN 'WITH (fillfactor = 70)' ELSE '' END);
    IF of_day < (now() AT TIME ZONE 'UTC')::date THEN
      EXECUTE format('COMMENT ON TABLE %I IS %L', part, 'made ' || (now() AT TIME ZONE 'UTC')::date);
    END IF;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', of_table, part, first_id_of(of_day), first_id_of(of_day + 1));
    RETURN true;
  END $$;
`;

/**
 * Clicks and views that went with their days and are counted still. Reports leave them in, lists of what is there take them off;
 * whoever empties an account takes them off the counts as well.
 */
export const EXPIRED_CLICKS = `
  CREATE TABLE expired_clicks (
    account_id uuid NOT NULL,
    day date NOT NULL,
    offer_id uuid NOT NULL,
    partner_id uuid,
    clicks bigint NOT NULL,
    views bigint NOT NULL
  );
  CREATE INDEX expired_clicks_account ON expired_clicks (account_id);

  CREATE FUNCTION uncount_expired_clicks() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO click_deltas (account_id, day, offer_id, partner_id, clicks, views)
      SELECT account_id, day, offer_id, partner_id, -clicks, -views FROM removed;
    RETURN NULL;
  END $$;

  CREATE TRIGGER expired_clicks_uncounted AFTER DELETE ON expired_clicks
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION uncount_expired_clicks();
`;

/** As before, on the tables as a whole: a day that goes fires none of them. */
export const UNCOUNTING = `
  CREATE TRIGGER clicks_uncounted AFTER DELETE ON clicks
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION uncount_clicks();
  CREATE TRIGGER views_uncounted AFTER DELETE ON views
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION uncount_views();
`;

/** As before, of the tables as a whole. */
export const INBOUND_CALLS = `
  CREATE VIEW inbound_calls AS
    SELECT id, account_id, kind, method, url, source_ip, parameters, http_status, latency_ms, result, trace,
           offer_id, click_id, conversion_id, created_at, parameters ->> 'pub_member_id' AS pub_member_id
      FROM request_logs
    UNION ALL
    SELECT id, account_id, 'click', 'GET', url, source_ip,
           parameters || jsonb_strip_nulls(jsonb_build_object('pub_member_id', pub_member_id, 'pub_click_id', pub_click_id)),
           302, NULL, 'accepted', '[]'::jsonb, offer_id, id, NULL::uuid, created_at, pub_member_id
      FROM clicks;
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Clicks and views by UTC day, offer and partner, so that a report reads counts. What is counted is `click_counts` and
 * `click_deltas` together: whoever writes clicks or views adds a delta in the same statement, which meets no other writer, and
 * workers fold deltas into counts. What is removed is counted off by trigger, whoever removes it. ADR 0014.
 */
export class ClickCounts1764000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(REMOVAL);
    await runner.query(INBOUND_CALLS(', pub_member_id', ", parameters ->> 'pub_member_id' AS pub_member_id"));
    // Creating the triggers has locked clicks and views against writers.
    await runner.query(COUNT_ONCE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW inbound_calls');
    await runner.query(INBOUND_CALLS());
    await runner.query(`
      DROP TRIGGER clicks_uncounted ON clicks;
      DROP TRIGGER views_uncounted ON views;
      DROP FUNCTION uncount_clicks, uncount_views;
      DROP TABLE click_counts, click_deltas;
    `);
  }
}

const TABLES = `
  CREATE TABLE click_counts (
    account_id uuid NOT NULL,
    day date NOT NULL,
    offer_id uuid NOT NULL,
    partner_id uuid,
    clicks bigint NOT NULL,
    views bigint NOT NULL
  ) WITH (fillfactor = 50);
  CREATE UNIQUE INDEX click_counts_line ON click_counts
    (account_id, day, offer_id, coalesce(partner_id, '00000000-0000-0000-0000-000000000000'));

  -- No index, no key: it is only ever added to, and read as a whole.
  CREATE TABLE click_deltas (
    account_id uuid NOT NULL,
    day date NOT NULL,
    offer_id uuid NOT NULL,
    partner_id uuid,
    clicks bigint NOT NULL,
    views bigint NOT NULL
  ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
`;

const REMOVAL = `
  CREATE FUNCTION uncount_clicks() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO click_deltas (account_id, day, offer_id, partner_id, clicks, views)
      SELECT account_id, utc_day(created_at), offer_id, partner_id, -count(*), 0 FROM removed GROUP BY 1, 2, 3, 4;
    RETURN NULL;
  END $$;

  CREATE FUNCTION uncount_views() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO click_deltas (account_id, day, offer_id, partner_id, clicks, views)
      SELECT account_id, utc_day(created_at), offer_id, NULL, 0, -count(*) FROM removed GROUP BY 1, 2, 3;
    RETURN NULL;
  END $$;

  CREATE TRIGGER clicks_uncounted AFTER DELETE ON clicks
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION uncount_clicks();
  CREATE TRIGGER views_uncounted AFTER DELETE ON views
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION uncount_views();
`;

/** As it was, with the member as a column of its own, so that a filter by member need not build the parameters of every click. */
const INBOUND_CALLS = (ofClick = '', ofCall = ''): string => `
  CREATE OR REPLACE VIEW inbound_calls AS
    SELECT id, account_id, kind, method, url, source_ip, parameters, http_status, latency_ms, result, trace,
           offer_id, click_id, conversion_id, created_at${ofCall}
      FROM request_logs
    UNION ALL
    SELECT id, account_id, 'click', 'GET', url, source_ip,
           parameters || jsonb_strip_nulls(jsonb_build_object('pub_member_id', pub_member_id, 'pub_click_id', pub_click_id)),
           302, NULL, 'accepted', '[]'::jsonb, offer_id, id, NULL::uuid, created_at${ofClick}
      FROM clicks;
`;

const COUNT_ONCE = `
  INSERT INTO click_counts (account_id, day, offer_id, partner_id, clicks, views)
    SELECT account_id, day, offer_id, partner_id, sum(clicks), sum(views) FROM (
      SELECT account_id, utc_day(created_at) AS day, offer_id, partner_id, count(*) AS clicks, 0 AS views FROM clicks GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT account_id, utc_day(created_at), offer_id, NULL, 0, count(*) FROM views GROUP BY 1, 2, 3) both_kinds
     GROUP BY 1, 2, 3, 4;
`;

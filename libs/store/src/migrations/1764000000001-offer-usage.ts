import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a limited offer has taken, by UTC day and event, so that a cap is one short sum however many conversions there are.
 * An offer is counted from its first limited conversion on; until then nobody pays for it. Whoever changes what counts
 * holds the offer's lock, shared, until its transaction ends; whoever decides by the count holds it alone. Every
 * transaction takes it after the locks of completions. K§3.2 row 12.
 */
export class OfferUsage1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(FUNCTIONS);
    await runner.query(TRIGGERS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER conversions_counted ON conversions;
      DROP TRIGGER conversions_recounted ON conversions;
      DROP TRIGGER conversions_uncounted ON conversions;
      DROP FUNCTION count_conversions, recount_conversion, uncount_conversions, take_offer_usage, offer_usage_key, utc_day;
      DROP TABLE offer_usage, counted_offers;
    `);
  }
}

const TABLES = `
  CREATE TABLE counted_offers (offer_id uuid PRIMARY KEY REFERENCES offers ON DELETE CASCADE);

  CREATE TABLE offer_usage (
    offer_id uuid NOT NULL REFERENCES counted_offers ON DELETE CASCADE,
    day date NOT NULL,
    -- The event; of a SingleEvent offer the offer itself.
    step_id uuid NOT NULL,
    conversions bigint NOT NULL,
    revenue numeric(24, 6) NOT NULL,
    PRIMARY KEY (offer_id, day, step_id)
  ) WITH (fillfactor = 50);
`;

const FUNCTIONS = `
  CREATE FUNCTION offer_usage_key(of_offer uuid) RETURNS bigint LANGUAGE sql STABLE AS
    $$ SELECT hashtextextended(of_offer::text, 20261122) $$;

  CREATE FUNCTION utc_day(at timestamptz) RETURNS date LANGUAGE sql STABLE AS $$ SELECT (at AT TIME ZONE 'UTC')::date $$;

  -- The first statement waits for the lock, the others see what was committed meanwhile.
  CREATE FUNCTION take_offer_usage(of_offer uuid, of_step uuid, today date, monday date, first_of_month date)
    RETURNS TABLE (day bigint, week bigint, month bigint, ever bigint, revenue_day numeric, revenue_ever numeric)
    LANGUAGE plpgsql VOLATILE AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(offer_usage_key(of_offer));
    INSERT INTO counted_offers VALUES (of_offer) ON CONFLICT DO NOTHING;
    IF FOUND THEN
      INSERT INTO offer_usage
        SELECT c.offer_id, utc_day(c.created_at), coalesce(c.offer_event_id, c.offer_id), count(*), sum(c.revenue) FROM conversions c
         WHERE c.offer_id = of_offer AND c.status <> 'Rejected' AND NOT c.is_repeated GROUP BY 1, 2, 3;
    END IF;
    RETURN QUERY
      SELECT coalesce(sum(u.conversions) FILTER (WHERE u.step_id = of_step AND u.day = today), 0)::bigint,
             coalesce(sum(u.conversions) FILTER (WHERE u.step_id = of_step AND u.day >= monday AND u.day < monday + 7), 0)::bigint,
             coalesce(sum(u.conversions) FILTER (WHERE u.step_id = of_step AND u.day >= first_of_month
                        AND u.day < (first_of_month + interval '1 month')::date), 0)::bigint,
             coalesce(sum(u.conversions) FILTER (WHERE u.step_id = of_step), 0)::bigint,
             coalesce(sum(u.revenue) FILTER (WHERE u.day = today), 0), coalesce(sum(u.revenue), 0)
        FROM offer_usage u WHERE u.offer_id = of_offer;
  END $$;

  CREATE FUNCTION count_conversions() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock_shared(k.key)
       FROM (SELECT DISTINCT offer_usage_key(offer_id) AS key FROM recorded ORDER BY key) k;
    INSERT INTO offer_usage AS u
      SELECT c.offer_id, utc_day(c.created_at), coalesce(c.offer_event_id, c.offer_id), count(*), sum(c.revenue)
        FROM recorded c JOIN counted_offers o ON o.offer_id = c.offer_id
       WHERE c.status <> 'Rejected' AND NOT c.is_repeated GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      ON CONFLICT (offer_id, day, step_id) DO UPDATE
        SET conversions = u.conversions + excluded.conversions, revenue = u.revenue + excluded.revenue;
    RETURN NULL;
  END $$;

  CREATE FUNCTION recount_conversion() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE more integer := CASE NEW.status WHEN 'Rejected' THEN -1 ELSE 1 END;
  BEGIN
    PERFORM pg_advisory_xact_lock_shared(offer_usage_key(NEW.offer_id));
    INSERT INTO offer_usage AS u
      SELECT o.offer_id, utc_day(NEW.created_at), coalesce(NEW.offer_event_id, NEW.offer_id), more, more * NEW.revenue
        FROM counted_offers o WHERE o.offer_id = NEW.offer_id
      ON CONFLICT (offer_id, day, step_id) DO UPDATE
        SET conversions = u.conversions + excluded.conversions, revenue = u.revenue + excluded.revenue;
    RETURN NULL;
  END $$;

  -- Only administration removes conversions. The offers are counted again at their next limited conversion.
  CREATE FUNCTION uncount_conversions() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(k.key)
       FROM (SELECT DISTINCT offer_usage_key(offer_id) AS key FROM removed ORDER BY key) k;
    DELETE FROM counted_offers WHERE offer_id IN (SELECT offer_id FROM removed);
    RETURN NULL;
  END $$;
`;

const TRIGGERS = `
  CREATE TRIGGER conversions_counted AFTER INSERT ON conversions
    REFERENCING NEW TABLE AS recorded FOR EACH STATEMENT EXECUTE FUNCTION count_conversions();
  CREATE TRIGGER conversions_recounted AFTER UPDATE OF status ON conversions FOR EACH ROW
    WHEN (NOT NEW.is_repeated AND (OLD.status = 'Rejected') <> (NEW.status = 'Rejected')) EXECUTE FUNCTION recount_conversion();
  CREATE TRIGGER conversions_uncounted AFTER DELETE ON conversions
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION uncount_conversions();
`;

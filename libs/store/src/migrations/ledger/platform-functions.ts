/**
 * Platform time of an account, and the config version. \`lock_completion\` serialises everybody who wants to complete the
 * same event for the same member, then tells who completed it first: one round trip, and the second statement of a
 * volatile function sees what was committed while it waited for the lock.
 */
export const PLATFORM_FUNCTIONS = `
CREATE FUNCTION platform_now(frozen timestamptz, shift interval) RETURNS timestamptz LANGUAGE sql VOLATILE AS
  $$ SELECT coalesce(frozen, date_trunc('milliseconds', clock_timestamp()) + shift) $$;

CREATE FUNCTION lock_completion(for_account uuid, for_offer uuid, for_event uuid, for_member text)
  RETURNS TABLE (now timestamptz, config_version bigint, first_id uuid, first_status text, first_reason text, first_matures_at timestamptz)
  LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(chr(31), for_offer, for_event, for_member), 20261121));
  RETURN QUERY
    SELECT platform_now(a.frozen_at, a.clock_shift), a.config_version, c.id, c.status, c.rejection_reason, c.matures_at::timestamptz
      FROM accounts a
      LEFT JOIN conversions c
        ON c.offer_id = for_offer AND c.pub_member_id = for_member
       AND c.offer_event_id IS NOT DISTINCT FROM for_event AND c.holds_completion
     WHERE a.id = for_account
       -- Whoever empties or deletes the account waits for this, and what comes after finds it empty.
       FOR KEY SHARE OF a;
END $$;

CREATE FUNCTION bump_config_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed uuid := coalesce(NEW.account_id, OLD.account_id);
BEGIN
  UPDATE accounts SET config_version = config_version + 1 WHERE id = changed;
  PERFORM pg_notify('pitlane_config', changed::text);
  RETURN NULL;
END $$;

CREATE FUNCTION bump_own_config_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM pg_notify('pitlane_config', OLD.id::text);
    RETURN OLD;
  END IF;
  NEW.config_version := OLD.config_version + 1;
  PERFORM pg_notify('pitlane_config', NEW.id::text);
  RETURN NEW;
END $$;

CREATE TRIGGER accounts_changed BEFORE UPDATE OF slug, signature, path_secrets, rejection_endpoint_id, open_postbacks, repeat_callbacks,
  callback_on_reason_change, null_macro ON accounts FOR EACH ROW EXECUTE FUNCTION bump_own_config_version();
CREATE TRIGGER accounts_removed BEFORE DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION bump_own_config_version();
CREATE TRIGGER callback_settings_changed AFTER INSERT OR UPDATE OR DELETE ON callback_settings FOR EACH ROW EXECUTE FUNCTION bump_config_version();
CREATE TRIGGER advertisers_changed AFTER UPDATE OR DELETE ON advertisers FOR EACH ROW EXECUTE FUNCTION bump_config_version();
CREATE TRIGGER categories_changed AFTER UPDATE OR DELETE ON categories FOR EACH ROW EXECUTE FUNCTION bump_config_version();
CREATE TRIGGER countries_changed AFTER UPDATE OR DELETE ON countries FOR EACH ROW EXECUTE FUNCTION bump_config_version();
CREATE TRIGGER partners_changed AFTER UPDATE OR DELETE ON partners FOR EACH ROW EXECUTE FUNCTION bump_config_version();
CREATE TRIGGER offers_changed AFTER INSERT OR UPDATE OR DELETE ON offers FOR EACH ROW EXECUTE FUNCTION bump_config_version();
CREATE TRIGGER offer_events_changed AFTER INSERT OR UPDATE OR DELETE ON offer_events FOR EACH ROW EXECUTE FUNCTION bump_config_version();
CREATE TRIGGER partner_links_changed AFTER INSERT OR UPDATE OR DELETE ON partner_links FOR EACH ROW EXECUTE FUNCTION bump_config_version();
CREATE TRIGGER postbacks_changed AFTER INSERT OR UPDATE OR DELETE ON postbacks FOR EACH ROW EXECUTE FUNCTION bump_config_version();
`;

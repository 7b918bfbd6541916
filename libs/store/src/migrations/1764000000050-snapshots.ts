import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an account was, row by row, for `take_snapshot` and `restore_snapshot`: neither leaves the database. Both are told which tables
 * an account has, in the order in which rows can be removed, and a condition for each on the account in `$1`; the caller holds the
 * account's lock. ADR 0024.
 */
export class Snapshots1764000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(TAKE);
    await runner.query(RESTORE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION restore_snapshot, take_snapshot; DROP TABLE snapshot_rows, snapshots');
  }
}

const TABLES = `
  CREATE TABLE snapshots (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    name text NOT NULL CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
    -- Platform time.
    at timestamptz(3) NOT NULL,
    rows bigint NOT NULL,
    UNIQUE (account_id, name)
  );

  CREATE TABLE snapshot_rows (
    snapshot_id uuid NOT NULL REFERENCES snapshots ON DELETE CASCADE,
    of_table text NOT NULL,
    data jsonb NOT NULL
  );
  CREATE INDEX snapshot_rows_snapshot ON snapshot_rows (snapshot_id, of_table);
`;

const TAKE = `
  CREATE FUNCTION take_snapshot(of_account uuid, snapshot uuid, tables text[], conditions text[]) RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE taken bigint;
  BEGIN
    FOR place IN 1 .. cardinality(tables) LOOP
      EXECUTE format('INSERT INTO snapshot_rows (snapshot_id, of_table, data) SELECT $2, %L, to_jsonb(t) FROM %I t WHERE %s',
                     tables[place], tables[place], conditions[place]) USING of_account, snapshot;
    END LOOP;
    INSERT INTO snapshot_rows (snapshot_id, of_table, data) SELECT snapshot, 'accounts', to_jsonb(a) FROM accounts a WHERE id = of_account;

    -- An attempt that is under way is none of the snapshot's: its delivery is as before it, and due.
    DELETE FROM snapshot_rows t USING snapshot_rows d
     WHERE t.snapshot_id = snapshot AND t.of_table = 'attempts' AND d.snapshot_id = snapshot AND d.of_table = 'deliveries'
       AND (d.data ->> 'in_flight')::boolean AND t.data ->> 'delivery_id' = d.data ->> 'id' AND t.data -> 'number' = d.data -> 'attempts';
    UPDATE snapshot_rows SET data = data || jsonb_build_object(
             'attempts', (data ->> 'attempts')::integer - (data ->> 'in_flight')::boolean::integer,
             'in_flight', false, 'lease_token', NULL, 'leased_until', NULL)
     WHERE snapshot_id = snapshot AND of_table = 'deliveries' AND data ->> 'lease_token' IS NOT NULL;

    SELECT count(*) INTO taken FROM snapshot_rows WHERE snapshot_id = snapshot AND of_table <> 'accounts';
    RETURN taken;
  END $$;
`;

/** Columns that have come since are at their defaults; those that have gone since are left out. */
const RESTORE = `
  CREATE FUNCTION restore_snapshot(of_account uuid, snapshot uuid, tables text[], conditions text[]) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    columns text;
    -- Keys are no data of the account, and would go with their partners.
    partner_keys api_keys[] := array(SELECT k FROM api_keys k WHERE k.account_id = of_account AND k.partner_id IS NOT NULL);
  BEGIN
    FOR place IN 1 .. cardinality(tables) LOOP
      EXECUTE format('DELETE FROM %I WHERE %s', tables[place], conditions[place]) USING of_account;
    END LOOP;

    FOR place IN REVERSE cardinality(tables) .. 1 LOOP
      SELECT string_agg(quote_ident(a.attname), ', ') INTO columns
        FROM (SELECT data FROM snapshot_rows WHERE snapshot_id = snapshot AND of_table = tables[place] LIMIT 1) first
        JOIN pg_attribute a ON a.attrelid = tables[place]::regclass AND a.attnum > 0 AND NOT a.attisdropped AND first.data ? a.attname;
      CONTINUE WHEN columns IS NULL;
      EXECUTE format('INSERT INTO %1$I (%2$s) OVERRIDING SYSTEM VALUE
                        SELECT %2$s FROM (
                          SELECT restored.* FROM snapshot_rows s CROSS JOIN LATERAL jsonb_populate_record(NULL::%1$I, s.data) AS restored
                           WHERE s.snapshot_id = $1 AND s.of_table = %1$L) kept', tables[place], columns) USING snapshot;
    END LOOP;

    INSERT INTO api_keys SELECT k.* FROM unnest(partner_keys) k WHERE EXISTS (SELECT FROM partners p WHERE p.id = k.partner_id);

    -- Clock, switches and name, whatever columns they have. Who it is, and by what it is addressed, stays.
    SELECT string_agg(format('%1$I = restored.%1$I', a.attname), ', ') INTO columns
      FROM (SELECT data FROM snapshot_rows WHERE snapshot_id = snapshot AND of_table = 'accounts') kept
      JOIN pg_attribute a ON a.attrelid = 'accounts'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND kept.data ? a.attname
     WHERE a.attname NOT IN ('id', 'slug', 'path_secrets', 'signature', 'rejection_endpoint_id', 'config_version', 'created_at');
    EXECUTE format('UPDATE accounts a SET %s FROM snapshot_rows s CROSS JOIN LATERAL jsonb_populate_record(NULL::accounts, s.data) AS restored
                     WHERE a.id = $1 AND s.snapshot_id = $2 AND s.of_table = ''accounts''', columns) USING of_account, snapshot;

    -- Removing has counted off by trigger; what is written again is counted by who writes it. ADR 0014.
    INSERT INTO click_deltas (account_id, day, offer_id, partner_id, clicks, views)
      SELECT account_id, utc_day(created_at), offer_id, partner_id, count(*), 0 FROM clicks WHERE account_id = of_account GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT account_id, utc_day(created_at), offer_id, NULL, 0, count(*) FROM views WHERE account_id = of_account GROUP BY 1, 2, 3
      UNION ALL
      SELECT account_id, day, offer_id, partner_id, clicks, views FROM expired_clicks WHERE account_id = of_account;
  END $$;
`;

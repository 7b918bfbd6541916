import type { MigrationInterface, QueryRunner } from 'typeorm';

const triggers = (...names: string[]): string => names.map((name) => `'${name}'`).join(', ');
const retrigger = (names: string): string => `
  ALTER TABLE deliveries DROP CONSTRAINT deliveries_next_trigger_check;
  ALTER TABLE deliveries ADD CONSTRAINT deliveries_next_trigger_check CHECK (next_trigger IN (${names}));
  ALTER TABLE attempts DROP CONSTRAINT attempts_trigger_check;
  ALTER TABLE attempts ADD CONSTRAINT attempts_trigger_check CHECK (trigger IN (${names}));
`;

/**
 * Faults that an account asks for: what is done to its deliveries stands on its own row, which the beginning of an attempt
 * reads anyway; what was done to which attempt, and rules for calls of the API, stand apart. Requests of receivers tell which
 * delivery they belong to. ADR 0026.
 */
export class Faults1764000000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(retrigger(triggers('auto', 'retry', 'resend', 'fault')));
    await runner.query(`
      ALTER TABLE accounts ADD COLUMN outbound_faults jsonb;

      CREATE TABLE injected_faults (
        delivery_id uuid NOT NULL,
        attempt integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('duplicate', 'reorder', 'delay', 'fail')),
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        target text NOT NULL,
        -- Held back until the next one to this target has left.
        waits boolean NOT NULL DEFAULT false,
        injected_at timestamptz(3) NOT NULL,
        PRIMARY KEY (delivery_id, attempt, kind)
      );
      CREATE UNIQUE INDEX injected_faults_waiting ON injected_faults (account_id, md5(target)) WHERE waits;
      CREATE INDEX injected_faults_account ON injected_faults (account_id);

      CREATE TABLE api_fault_rules (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        place integer NOT NULL,
        method text,
        path text NOT NULL,
        status integer,
        delay_ms integer NOT NULL,
        times integer,
        probability double precision NOT NULL,
        seed integer NOT NULL,
        calls integer NOT NULL DEFAULT 0,
        injected integer NOT NULL DEFAULT 0,
        UNIQUE (account_id, place)
      );
      CREATE FUNCTION tell_api_faults() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('pitlane_api_faults', '');
        RETURN NULL;
      END $$;
      CREATE TRIGGER api_fault_rules_changed AFTER INSERT OR DELETE ON api_fault_rules FOR EACH STATEMENT EXECUTE FUNCTION tell_api_faults();

      ALTER TABLE receiver_requests ADD COLUMN delivery_id uuid, ADD COLUMN sent_at timestamptz(3),
        ADD COLUMN named_ids uuid[] NOT NULL DEFAULT '{}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE receiver_requests DROP COLUMN delivery_id, DROP COLUMN sent_at, DROP COLUMN named_ids;
      DROP TABLE api_fault_rules;
      DROP FUNCTION tell_api_faults;
      DROP TABLE injected_faults;
      ALTER TABLE accounts DROP COLUMN outbound_faults;
      UPDATE deliveries SET next_trigger = 'retry' WHERE next_trigger = 'fault';
      UPDATE attempts SET trigger = 'retry' WHERE trigger = 'fault';
    `);
    await runner.query(retrigger(triggers('auto', 'retry', 'resend')));
  }
}

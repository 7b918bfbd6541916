import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How fast platform time runs, as a function that the start replaces together with `platform_now`: whoever reads the time pays for no
 * table. And what the event stream tells that stands nowhere else: moves of the test clock, progress of imports. ADR 0025.
 */
export class EmulatorTimeAndEvents1764000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION platform_scale() RETURNS double precision LANGUAGE sql STABLE AS $$ SELECT 1::double precision $$;

      CREATE TABLE platform_events (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('clock', 'import')),
        at timestamptz(3) NOT NULL,
        data jsonb NOT NULL
      );
      CREATE INDEX platform_events_account ON platform_events (account_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE platform_events;
      DROP FUNCTION platform_scale;
      CREATE OR REPLACE FUNCTION platform_now(frozen timestamptz, shift interval) RETURNS timestamptz LANGUAGE sql VOLATILE AS
        $$ SELECT coalesce(frozen, date_trunc('milliseconds', clock_timestamp()) + shift) $$;
    `);
  }
}

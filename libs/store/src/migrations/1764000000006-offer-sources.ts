import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where an offer comes from, who tracks it, when it runs and what its conversions cost; what a custom integration was
 * answered, so that the same request again is answered the same. G§1.2, G§7.8.
 */
export class OfferSources1764000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE offers
        ADD COLUMN source text NOT NULL DEFAULT 'GoKart' CHECK (source IN ('GoKart', 'RevenueUniverse', 'CustomIntegration', 'Wannads')),
        ADD COLUMN external_id text,
        ADD COLUMN is_withdrawn boolean NOT NULL DEFAULT false,
        ADD COLUMN tracking_system text NOT NULL DEFAULT 'CustomTracking',
        ADD COLUMN launch_date timestamptz(3),
        ADD COLUMN expiry_date timestamptz(3),
        ADD COLUMN should_send_cost_data boolean NOT NULL DEFAULT false,
        ADD COLUMN cost_model text CHECK (cost_model IN ('CPI', 'CPA')),
        ADD COLUMN app_name text,
        ADD COLUMN store_id text,
        ADD COLUMN advertiser_campaign_name text,
        ADD CONSTRAINT offers_cost_data CHECK (should_send_cost_data = (cost_model IS NOT NULL));
      CREATE UNIQUE INDEX offers_external_id ON offers (account_id, source, external_id) WHERE deleted_at IS NULL;
      CREATE INDEX offers_expiring ON offers (account_id, expiry_date) WHERE expiry_date IS NOT NULL AND status <> 'Expired' AND deleted_at IS NULL;

      ALTER TABLE accounts ADD COLUMN default_reward_ratio numeric(12, 6) NOT NULL DEFAULT 1 CHECK (default_reward_ratio >= 0);

      CREATE TABLE integration_requests (
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        id uuid NOT NULL,
        answer jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL,
        PRIMARY KEY (account_id, id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE integration_requests;
      ALTER TABLE accounts DROP COLUMN default_reward_ratio;
      DROP INDEX offers_external_id, offers_expiring;
      ALTER TABLE offers
        DROP CONSTRAINT offers_cost_data,
        DROP COLUMN advertiser_campaign_name, DROP COLUMN store_id, DROP COLUMN app_name, DROP COLUMN cost_model,
        DROP COLUMN should_send_cost_data, DROP COLUMN expiry_date, DROP COLUMN launch_date, DROP COLUMN tracking_system,
        DROP COLUMN is_withdrawn, DROP COLUMN external_id, DROP COLUMN source;
    `);
  }
}

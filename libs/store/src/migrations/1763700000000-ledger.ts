import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACCOUNT_TABLES } from './ledger/account-tables';
import { DELIVERY_TABLES } from './ledger/delivery-tables';
import { EMULATOR_TABLES, LOG_TABLES } from './ledger/log-tables';
import { PLATFORM_FUNCTIONS } from './ledger/platform-functions';
import { TRACKING_TABLES } from './ledger/tracking-tables';

/** The whole ledger of the first version. Never edited after release: a change is a new migration. */
export class Ledger1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [
      ACCOUNT_TABLES,
      TRACKING_TABLES,
      DELIVERY_TABLES,
      LOG_TABLES,
      EMULATOR_TABLES,
      PLATFORM_FUNCTIONS,
    ]) {
      await runner.query(statements);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE receiver_requests, receivers, history_logs, request_logs, attempts, delivery_payloads, deliveries,
        receiver_health, conversion_changes, conversions, clicks, views, postbacks, partner_links, offer_events, offers,
        partners, countries, categories, advertisers, callback_settings, console_logins, api_keys, accounts CASCADE;
      DROP FUNCTION platform_now, bump_config_version, bump_own_config_version, lock_completion CASCADE;
    `);
  }
}

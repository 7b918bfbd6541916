import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an offer has taken of its caps and budgets is counted from its conversions, by index alone. K§3.2 row 12. */
export class OfferUsage1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX conversions_usage ON conversions (offer_id, created_at) INCLUDE (offer_event_id, revenue)
        WHERE status <> 'Rejected' AND NOT is_repeated;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX conversions_usage');
  }
}

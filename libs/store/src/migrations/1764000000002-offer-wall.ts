import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Featured offers. Clicks get no index by member: each would cost the hot path more than `pub-member/offers` gains. G§7.3. */
export class OfferWall1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE offers ADD COLUMN is_featured boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE offers DROP COLUMN is_featured');
  }
}

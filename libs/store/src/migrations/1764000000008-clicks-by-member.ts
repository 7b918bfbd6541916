import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A member's clicks without a look at each: Bloom filters over ranges of pages. A click that is appended costs it nothing,
 * since vacuum makes the filter of a range once the range is full. ADR 0014.
 */
export class ClicksByMember1764000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX clicks_member ON clicks USING brin (pub_member_id text_bloom_ops (n_distinct_per_range = 2000))
        WITH (pages_per_range = 128);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX clicks_member');
  }
}

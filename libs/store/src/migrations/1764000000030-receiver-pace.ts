import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How each receiver answers, and an index by which its first attempts are found apart from its retries and resends, and what
 * waits apart from what is under lease. ADR 0018.
 */
export class ReceiverPace1764000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE receiver_health ADD COLUMN pace text NOT NULL DEFAULT 'new' CHECK (pace IN ('new', 'quick', 'slow'));
      DROP INDEX deliveries_due;
      CREATE INDEX deliveries_due ON deliveries
        (account_id, receiver, (next_trigger <> 'auto'), (lease_token IS NOT NULL), due_at, sequence) WHERE status = 'Pending';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX deliveries_due;
      CREATE INDEX deliveries_due ON deliveries (account_id, receiver, due_at, sequence) WHERE status = 'Pending';
      ALTER TABLE receiver_health DROP COLUMN pace;
    `);
  }
}

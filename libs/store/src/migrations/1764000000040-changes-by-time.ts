import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of status can be found by when they were made: the look at the ledger's integrity reads a stretch of them. ADR 0020. */
export class ChangesByTime1764000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX conversion_changes_account;
      CREATE INDEX conversion_changes_account ON conversion_changes (account_id, changed_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX conversion_changes_account;
      CREATE INDEX conversion_changes_account ON conversion_changes (account_id);
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys have names, an end, and a last use: what somebody needs who changes them regularly. All in real time. */
export class KeyRotation1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys
        ADD COLUMN name text CHECK (char_length(name) <= 255),
        ADD COLUMN expires_at timestamptz(3),
        ADD COLUMN last_used_at timestamptz(3);
    `);
  }

  /** A key that is to end must not come to last for ever: those go. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM api_keys WHERE expires_at IS NOT NULL;
      ALTER TABLE api_keys DROP COLUMN last_used_at, DROP COLUMN expires_at, DROP COLUMN name;
    `);
  }
}

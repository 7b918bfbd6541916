import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a key opens, and whose it is where it belongs to a partner. The keys that are there keep opening everything. G§7.4. */
export class KeyScopes1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys
        ADD COLUMN scope text NOT NULL DEFAULT 'admin' CHECK (scope IN ('admin', 'management', 'partner', 'advertiser')),
        ADD COLUMN partner_id uuid REFERENCES partners ON DELETE CASCADE,
        ADD CONSTRAINT api_keys_partner CHECK ((scope = 'partner') = (partner_id IS NOT NULL));
      CREATE INDEX api_keys_partner_id ON api_keys (partner_id) WHERE partner_id IS NOT NULL;
    `);
  }

  /** A narrower key must not come to open everything: those go. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM api_keys WHERE scope <> 'admin';
      ALTER TABLE api_keys DROP COLUMN partner_id, DROP COLUMN scope;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imported files, and what became of each of their rows. G§4.1. */
export class Imports1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE imports (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('upload', 'status-update')),
        file_name text,
        status text NOT NULL CHECK (status IN ('Running', 'Done', 'Interrupted')),
        rows integer NOT NULL,
        succeeded integer NOT NULL DEFAULT 0,
        unchanged integer NOT NULL DEFAULT 0,
        failed integer NOT NULL DEFAULT 0,
        -- Real time, by the database's clock: when the process that runs it was last heard of.
        heard_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL,
        finished_at timestamptz(3)
      );
      CREATE INDEX imports_account ON imports (account_id, created_at DESC, id DESC);

      CREATE TABLE import_rows (
        import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
        number integer NOT NULL,
        result text NOT NULL CHECK (result IN ('succeeded', 'unchanged', 'failed')),
        reason text,
        conversion_ids uuid[] NOT NULL,
        PRIMARY KEY (import_id, number)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE import_rows, imports');
  }
}

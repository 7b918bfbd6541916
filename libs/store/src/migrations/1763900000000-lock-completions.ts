import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What `lock_completion` does for one conversion, for a group of them: takes the locks in one order, so that two groups
 * never wait for each other, then tells the configuration versions as they are once all locks are held.
 */
export class LockCompletions1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION lock_completions(keys bigint[], of_accounts uuid[]) RETURNS TABLE (account_id uuid, config_version bigint)
        LANGUAGE plpgsql VOLATILE AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(ordered.key) FROM (SELECT DISTINCT key FROM unnest(keys) AS key ORDER BY key) ordered;
        RETURN QUERY
          SELECT a.id, a.config_version FROM accounts a WHERE a.id = ANY(of_accounts) ORDER BY a.id
             -- Whoever empties or deletes an account waits for this, and what comes after finds it empty.
             FOR KEY SHARE;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION lock_completions');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who changed what by a key or at the console, in real time. `account_id` refers to nothing: what concerns the deployment
 * belongs to no account, and a key may be gone when somebody asks what was done with it. ADR 0019.
 */
export class AuditLogs1764000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_logs (
        id uuid PRIMARY KEY,
        account_id uuid,
        actor text NOT NULL CHECK (actor IN ('root', 'console', 'key', 'unknown')),
        key_id uuid,
        key_scope text,
        source_ip text NOT NULL,
        method text NOT NULL,
        route text NOT NULL,
        target text,
        http_status integer NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('changed', 'refused')),
        calls integer NOT NULL DEFAULT 1,
        changes jsonb NOT NULL DEFAULT '[]',
        request_id text,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX audit_logs_account ON audit_logs (account_id, created_at DESC, id DESC);
      CREATE INDEX audit_logs_all ON audit_logs (created_at DESC, id DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_logs');
  }
}

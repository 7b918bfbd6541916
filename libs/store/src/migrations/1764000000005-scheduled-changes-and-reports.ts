import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of what an offer or event pays, ahead of time. G§8. */
export class ScheduledChangesAndReports1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE scheduled_changes (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        offer_id uuid NOT NULL REFERENCES offers ON DELETE CASCADE,
        offer_event_id uuid REFERENCES offer_events ON DELETE CASCADE,
        field text NOT NULL CHECK (field IN ('revenue', 'reward')),
        value numeric(18, 6) NOT NULL CHECK (value >= 0),
        due_at timestamptz(3) NOT NULL CHECK (extract(epoch FROM due_at) % 3600 = 0),
        applied_at timestamptz(3),
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX scheduled_changes_account ON scheduled_changes (account_id, created_at DESC, id DESC);
      CREATE INDEX scheduled_changes_due ON scheduled_changes (account_id, due_at) WHERE applied_at IS NULL;
      CREATE INDEX scheduled_changes_event ON scheduled_changes (offer_event_id) WHERE offer_event_id IS NOT NULL;
      CREATE UNIQUE INDEX scheduled_changes_hour ON scheduled_changes
        (offer_id, coalesce(offer_event_id, offer_id), field, due_at) WHERE applied_at IS NULL;
      CREATE INDEX scheduled_changes_offer ON scheduled_changes (offer_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE scheduled_changes');
  }
}

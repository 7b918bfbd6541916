import { newId } from '@app/runtime';
import type { Tx } from '@app/store';
import type { GivenConversion, TestDatabase } from '@app/testing';

type Status = 'Pending' | 'Success' | 'Rejected';

/** Writes what the walk writes, with ids of now, at once or in a transaction that stays open. */
export class LedgerWriter {
  constructor(
    private readonly db: TestDatabase,
    private readonly tx: Tx | null = null,
  ) {}

  async begin(): Promise<OpenWriter> {
    const client = await this.db.database.pool.connect();
    await client.query('BEGIN');
    return new OpenWriter(this.db, client, async (how) => {
      await client.query(how);
      client.release();
    });
  }

  async change({ id, accountId }: GivenConversion, from: Status | null, to: Status): Promise<void> {
    await this.run(
      `INSERT INTO conversion_changes (id, account_id, conversion_id, from_status, to_status, changed_by, changed_at)
       VALUES ($1, $2, $3, $4, $5, 'postback', now())`,
      [newId(), accountId, id, from, to],
    );
  }

  /** One that is settled: the delivery is written with it. */
  async attempt(
    deliveryId: string,
    {
      number,
      outcome,
      responseStatus,
    }: { number: number; outcome: 'sent' | 'retry' | 'failed'; responseStatus: number },
  ): Promise<void> {
    const status = { sent: 'Sent', retry: 'Pending', failed: 'Failed' }[outcome];
    await this.run(
      `WITH moved AS (
         UPDATE deliveries SET attempts = $2, status = $4, due_at = CASE $4 WHEN 'Pending' THEN due_at END WHERE id = $1 RETURNING account_id)
       INSERT INTO attempts (delivery_id, number, account_id, trigger, started_at, outcome, response_status)
       SELECT $1, $2, account_id, 'auto', now(), $3, $5 FROM moved`,
      [deliveryId, number, outcome, status, responseStatus],
    );
  }

  private async run(text: string, values: unknown[]): Promise<void> {
    await (this.tx ?? this.db.database).query(text, values);
  }
}

export class OpenWriter extends LedgerWriter {
  constructor(
    db: TestDatabase,
    tx: Tx,
    private readonly end: (how: 'COMMIT' | 'ROLLBACK') => Promise<void>,
  ) {
    super(db, tx);
  }

  commit(): Promise<void> {
    return this.end('COMMIT');
  }

  rollBack(): Promise<void> {
    return this.end('ROLLBACK');
  }
}

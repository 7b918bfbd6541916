import type { TestDatabase } from './servers/test-database';

export type LedgerRow = Record<string, unknown>;

/** Reads what was written, as plain rows in the order in which it came about. */
export class Ledger {
  constructor(private readonly database: TestDatabase) {}

  conversionsOf(account: { id: string }): Promise<LedgerRow[]> {
    return this.database.rows(
      `SELECT id, click_id AS "clickId", status, rejection_reason AS reason, is_repeated AS "isRepeated", repeat_of AS "repeatOf",
              holds_completion AS holds, revenue::float8, reward::float8, payout::float8, matures_at AS "maturesAt",
              created_at AS "createdAt", modified_at AS "modifiedAt"
         FROM conversions WHERE account_id = $1 ORDER BY created_at, id`,
      [account.id],
    );
  }

  /** Status changes of an account's conversions, the first of each among them. */
  changesOf(account: { id: string }): Promise<LedgerRow[]> {
    return this.database.rows(
      `SELECT conversion_id AS "conversionId", from_status AS "from", to_status AS "to", reason, changed_by AS "by", changed_at AS at
         FROM conversion_changes WHERE account_id = $1 ORDER BY sequence`,
      [account.id],
    );
  }

  /** Deliveries of an account with their payloads. */
  deliveriesOf(account: { id: string }): Promise<LedgerRow[]> {
    return this.database.rows(
      `SELECT d.id, d.kind, d.status, d.conversion_id AS "conversionId", d.conversion_status AS "conversionStatus", d.receiver, d.target,
              d.reason, d.due_at AS "dueAt", d.attempts, d.retries_made AS "retriesMade", d.next_trigger AS trigger, p.payload::json
         FROM deliveries d JOIN delivery_payloads p ON p.delivery_id = d.id WHERE d.account_id = $1 ORDER BY d.sequence`,
      [account.id],
    );
  }

  attemptsOf(delivery: { id: string }): Promise<LedgerRow[]> {
    return this.database.rows(
      `SELECT number, trigger, outcome, started_at AS "startedAt", response_status AS "responseStatus", error_code AS "errorCode",
              reason, possible_duplicate AS "possibleDuplicate"
         FROM attempts WHERE delivery_id = $1 ORDER BY number`,
      [delivery.id],
    );
  }

  warningsOf(account: { id: string }): Promise<LedgerRow[]> {
    return this.database.rows(
      `SELECT level, message, click_id AS "clickId", conversion_id AS "conversionId", pub_member_id AS member
         FROM history_logs WHERE account_id = $1 ORDER BY created_at, id`,
      [account.id],
    );
  }
}

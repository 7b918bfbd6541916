import { prepared, type Database, type Tx } from '../database';
import { withDays } from '../days';
import type { InboundCallKind, TraceStep } from '../entities';

/** One inbound tracking call with its answer, before the database stamps it. */
export interface NewInboundCall {
  id: string;
  accountId: string;
  kind: InboundCallKind;
  method: string;
  url: string;
  sourceIp: string;
  parameters: Readonly<Record<string, string>>;
  httpStatus: number;
  latencyMs: number;
  result: string;
  trace: readonly TraceStep[];
  offerId: string | null;
  clickId: string | null;
  conversionId: string | null;
}

const INSERT_INBOUND_CALLS = prepared(
  'insert-inbound-calls',
  `INSERT INTO request_logs (id, account_id, kind, method, url, source_ip, parameters, http_status, latency_ms, result, trace,
                             offer_id, click_id, conversion_id, created_at)
   SELECT c.id, c."accountId", c.kind, c.method, c.url, c."sourceIp", c.parameters, c."httpStatus", c."latencyMs", c.result, c.trace,
          c."offerId", c."clickId", c."conversionId", platform_now(a.frozen_at, a.clock_shift)
     FROM jsonb_to_recordset($1::jsonb) AS c (id uuid, "accountId" uuid, kind text, method text, url text, "sourceIp" text, parameters jsonb,
            "httpStatus" integer, "latencyMs" double precision, result text, trace jsonb, "offerId" uuid, "clickId" uuid, "conversionId" uuid)
     JOIN accounts a ON a.id = c."accountId"`,
);

/** All calls of a batch in one statement, each stamped with its account's platform time. */
export async function insertInboundCalls(database: Database, calls: readonly NewInboundCall[]): Promise<void> {
  const statement = INSERT_INBOUND_CALLS([JSON.stringify(calls)]);
  await withDays(database, () => database.query(statement));
}

export interface NewHistoryLog {
  id: string;
  accountId: string;
  level: 'info' | 'warning';
  message: string;
  offerId: string;
  clickId: string | null;
  conversionId: string | null;
  pubMemberId: string | null;
  at: Date;
}

export async function insertHistoryLog(tx: Tx, log: NewHistoryLog): Promise<void> {
  await tx.query(
    `INSERT INTO history_logs (id, account_id, level, message, offer_id, click_id, conversion_id, pub_member_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      log.id,
      log.accountId,
      log.level,
      log.message,
      log.offerId,
      log.clickId,
      log.conversionId,
      log.pubMemberId,
      log.at,
    ],
  );
}

import type { AuditedField } from '@app/domain';
import { prepared, type Tx } from '../database';

/** Who called: the root key, a person at the console, a key of an account, or somebody without a valid key. */
export const AUDIT_ACTORS = ['root', 'console', 'key', 'unknown'] as const;
export type AuditActor = (typeof AUDIT_ACTORS)[number];

export const AUDIT_OUTCOMES = ['changed', 'refused'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** One line of the audit log, before the database stamps it. */
export interface NewAuditLog {
  id: string;
  /** `null`: it concerns the deployment. */
  accountId: string | null;
  actor: AuditActor;
  keyId: string | null;
  keyScope: string | null;
  sourceIp: string;
  method: string;
  /** Pattern of the path: ids stand in `target`. */
  route: string;
  target: string | null;
  httpStatus: number;
  outcome: AuditOutcome;
  /** How many calls the row stands for: more than one only where calls were refused. */
  calls: number;
  changes: readonly AuditedField[];
  requestId: string | null;
}

const INSERT_AUDIT_LOGS = prepared(
  'insert-audit-logs',
  `INSERT INTO audit_logs (id, account_id, actor, key_id, key_scope, source_ip, method, route, target, http_status, outcome, calls,
                           changes, request_id)
   SELECT id, "accountId", actor, "keyId", "keyScope", "sourceIp", method, route, target, "httpStatus", outcome, calls, changes, "requestId"
     FROM jsonb_to_recordset($1::jsonb) AS l (id uuid, "accountId" uuid, actor text, "keyId" uuid, "keyScope" text, "sourceIp" text,
            method text, route text, target text, "httpStatus" integer, outcome text, calls integer, changes jsonb, "requestId" text)`,
);

/** All rows of a group in one statement, stamped with real time: a test clock must not tell when a key was changed. */
export async function insertAuditLogs(tx: Tx, rows: readonly NewAuditLog[]): Promise<void> {
  await tx.query(INSERT_AUDIT_LOGS([JSON.stringify(rows)]));
}

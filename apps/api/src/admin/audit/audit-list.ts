import { Where, type LedgerList } from '../../http/lists/ledger-list';
import type { AuditLogsQuery, AuditLogView } from './audit.dto';

export const AUDIT_LOG_LIST: LedgerList<Omit<AuditLogView, 'createdAt'> & { createdAt: Date }, AuditLogView> = {
  name: 'audit-logs',
  select: `l.id, l.created_at AS "createdAt", a.slug AS account, l.actor, l.key_id AS "keyId", l.key_scope AS "keyScope",
    l.source_ip AS "sourceIp", l.method, l.route, l.target, l.http_status AS "httpStatus", l.outcome, l.calls, l.changes,
    l.request_id AS "requestId"`,
  from: 'audit_logs l',
  joins: 'LEFT JOIN accounts a ON a.id = l.account_id',
  id: 'l.id',
  orders: { createdAt: { column: 'l.created_at', type: 'timestamptz' } },
  columns: [
    ...['id', 'createdAt', 'account', 'actor', 'keyId', 'keyScope', 'sourceIp', 'method', 'route', 'target'],
    ...['httpStatus', 'outcome', 'calls', 'changes', 'requestId'],
  ],
  toItem: (row) => ({ ...row, createdAt: row.createdAt.toISOString() }),
};

/** Of one account; `null`: of the whole deployment, which is for the root key alone. */
export function auditLogsWhere(accountId: string | null, query: AuditLogsQuery): Where {
  const where = accountId === null ? new Where("'deployment'", 'deployment') : new Where('l.account_id', accountId);
  return where
    .and('l.actor = ANY(?)', query.actor)
    .and('l.key_id = ?', query.keyId)
    .and('l.outcome = ?', query.outcome)
    .and('l.method = ?', query.method)
    .and('l.route = ?', query.route)
    .and('l.target = ?', query.target)
    .and('l.source_ip = ?', query.sourceIp)
    .and('l.created_at >= ?', query.from)
    .and('l.created_at <= ?', query.to);
}

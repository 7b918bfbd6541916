import { cutReason, normaliseUuid } from '@app/domain';
import { resolveTransaction, type Database, type RejectionScope } from '@app/store';
import type { ChangeStatus } from './change-status';

/** A call of a rejection endpoint, as it was sent. I§5. */
export interface RejectionCall {
  scope: RejectionScope;
  transactionId: string | null;
  reason: string | null;
  eventId: string | null;
}

export type RejectionResult =
  | { kind: 'invalid'; parameter: 'transaction_id' | 'new_rejected_reason' }
  | { kind: 'not_found' }
  | { kind: 'rejected' | 'reason_updated'; conversionIds: string[] };

/** Rejects what a `transaction_id` names within the endpoint's scope, or gives the already Rejected a new reason. K§4.1. */
export class RejectConversion {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeStatus,
  ) {}

  async reject({ scope, transactionId, reason, eventId }: RejectionCall): Promise<RejectionResult> {
    const text = transactionId?.trim() ?? '';
    const cut = cutReason(reason ?? '');
    if (cut === '') return { kind: 'invalid', parameter: 'new_rejected_reason' };
    if (text === '') return { kind: 'invalid', parameter: 'transaction_id' };
    const ids = await resolveTransaction(this.database, scope, { text, uuid: normaliseUuid(text), eventId });
    if (ids.length === 0) return { kind: 'not_found' };
    const results = await this.changes.changeAll(scope.accountId, ids, {
      status: 'Rejected',
      rejectionReason: cut,
      by: 'rejection-endpoint',
    });
    const conversionIds = results.map(({ conversion }) => conversion.id);
    if (conversionIds.length === 0) return { kind: 'not_found' };
    return { kind: results.some(({ kind }) => kind === 'changed') ? 'rejected' : 'reason_updated', conversionIds };
  }
}

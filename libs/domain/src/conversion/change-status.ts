import type { ConversionStatus } from './conversion';

export interface StatusChange {
  status: ConversionStatus;
  rejectionReason: string | null;
}

export type ChangeDecision =
  /** The status is another one now: history, callbacks, postbacks. */
  | { kind: 'changed'; from: ConversionStatus; to: StatusChange }
  /** Still Rejected, for another reason. */
  | { kind: 'reason-updated'; to: StatusChange }
  | { kind: 'unchanged' };

/**
 * Any status may follow any other; whoever may not ask for it is kept out before. K§3.3, K§4.1.
 * Only Rejected has a reason.
 */
export function decideChange(current: StatusChange, wanted: StatusChange): ChangeDecision {
  const to = { status: wanted.status, rejectionReason: wanted.status === 'Rejected' ? wanted.rejectionReason : null };
  if (to.status !== current.status) return { kind: 'changed', from: current.status, to };
  return to.rejectionReason === current.rejectionReason ? { kind: 'unchanged' } : { kind: 'reason-updated', to };
}

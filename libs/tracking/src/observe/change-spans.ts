import { earlySpanIdOf, spanIdOf, traceIdOf, type Span, type Tracing } from '@app/runtime';
import { STATUS_CHANGED, type StatusChange } from './status-changed';

/** Records changes of status, and what each planned, in the trace of their click; answers how to stop. */
export function traceChanges(tracing: Tracing): () => void {
  return STATUS_CHANGED.watch((change) => {
    const at = performance.now();
    for (const span of spansOf(change, at)) tracing.record(span);
  });
}

/** The change, and below it one span a delivery: attempts find theirs by the delivery's id. */
function spansOf({ row, written: { change, deliveries } }: StatusChange, at: number): Span[] {
  if (change === null) return [];
  const shared = { kind: 'internal', traceId: traceIdOf(row.clickId), startedAt: at, endedAt: at } as const;
  const cause = change.from === null && change.by === 'postback' ? earlySpanIdOf(row.id) : spanIdOf(row.clickId);
  const changed: Span = {
    ...shared,
    name: 'change status',
    spanId: spanIdOf(change.id),
    parentId: cause,
    attributes: {
      'pitlane.account.id': row.accountId,
      'pitlane.conversion.id': row.id,
      'pitlane.offer.id': row.offerId,
      'pitlane.status.from': change.from ?? undefined,
      'pitlane.status': row.status,
      'pitlane.changed_by': change.by,
    },
  };
  const planned = deliveries.map((delivery): Span => ({
    ...shared,
    name: `plan ${delivery.kind}`,
    spanId: spanIdOf(delivery.id),
    parentId: spanIdOf(change.id),
    attributes: {
      'pitlane.delivery.id': delivery.id,
      'pitlane.delivery.status': delivery.status,
      'pitlane.delivery.skipped': delivery.status === 'Skipped' ? (delivery.reason ?? '') : undefined,
    },
  }));
  return [changed, ...planned];
}

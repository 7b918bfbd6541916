import { receiverOf } from '@app/domain';
import { spanIdOf, traceIdOf, type Log, type Span, type Tracing } from '@app/runtime';
import { findClicksOfConversions, Grouped, type Database } from '@app/store';
import { ATTEMPTED, type Attempted } from './attempted';

/** Records attempts in the trace of their click, which is looked up here alone: sending needs nothing of it. */
export class AttemptSpans {
  private readonly clicks: Grouped<string, string | null>;
  private readonly stop: () => void;

  constructor(database: Database, tracing: Tracing, log: Log) {
    this.clicks = new Grouped((ids: string[]) => findClicksOfConversions(database, ids), 'trace-lookups');
    this.stop = ATTEMPTED.watch((attempted) => {
      this.clicks
        .add(attempted.delivery.conversionId)
        .then((clickId) => {
          if (clickId !== null) tracing.record(attemptSpan(attempted, clickId));
        })
        .catch((error: unknown) => {
          log.warn({ err: error }, 'an attempt could not be traced');
        });
    });
  }

  /** Resolves when what was told is recorded. */
  async close(): Promise<void> {
    this.stop();
    await this.clicks.drained();
  }
}

function attemptSpan({ delivery, result, verdict, startedAt }: Attempted, clickId: string): Span {
  const { outcome } = result;
  const code = 'code' in outcome ? outcome.code : undefined;
  return {
    name: `attempt ${delivery.kind}`,
    kind: 'client',
    traceId: traceIdOf(clickId),
    spanId: null,
    parentId: spanIdOf(delivery.id),
    startedAt,
    endedAt: startedAt + result.durationMs,
    attributes: {
      'pitlane.account.id': delivery.accountId,
      'pitlane.conversion.id': delivery.conversionId,
      'pitlane.delivery.id': delivery.id,
      'pitlane.receiver': receiverOf(delivery.target),
      'pitlane.attempt': delivery.attempt,
      'pitlane.attempt.trigger': delivery.trigger,
      'pitlane.attempt.outcome': verdict.kind,
      'pitlane.possible_duplicate': delivery.lostAttempt ? true : undefined,
      'http.request.method': delivery.method,
      'http.response.status_code': outcome.kind === 'answered' ? outcome.status : undefined,
      'error.type': code,
    },
    trouble: verdict.kind === 'sent' ? undefined : (code ?? 'answered'),
  };
}

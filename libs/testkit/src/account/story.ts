import type { Schemas } from '../client/types';

type Delivery = Schemas['DeliveryDetails'];

/** How an attempt was answered: a status, or the code of what went wrong; `under way` before. */
export function answerOf({ response, error }: Schemas['AttemptView']): number | string {
  return response?.status ?? error?.code ?? 'under way';
}

/** What became of deliveries, for a message: one line each, and one for each attempt. */
export function tellDeliveries(deliveries: readonly Delivery[]): string {
  if (deliveries.length === 0) return '  No delivery was planned. Is a callback or postback configured?';
  return deliveries.flatMap((delivery) => [headOf(delivery), ...delivery.attempts.map(tellAttempt)]).join('\n');
}

function headOf({ kind, conversionStatus, status, url, reason }: Delivery): string {
  return `  ${kind} of ${conversionStatus} to ${url ?? 'nowhere'}: ${status}${reason === null ? '' : ` (${reason})`}`;
}

function tellAttempt(attempt: Schemas['AttemptView']): string {
  const why = attempt.reason === null ? '' : `  ${attempt.reason}`;
  return `    ${String(attempt.number)} ${attempt.trigger.padEnd(6)} ${attempt.startedAt}  ${String(answerOf(attempt))}${why}`;
}

/** The rules that a call was judged by, one line each. */
export function tellTrace(trace: readonly Schemas['TraceStep'][]): string {
  return trace
    .map(({ row, rule, result, hint }) => {
      const mark = result === 'failed' ? '✗' : '✓';
      return `  ${mark} ${row === null ? '' : `${String(row)} `}${rule}${hint === undefined ? '' : `. ${hint}`}`;
    })
    .join('\n');
}

import { SECRET, type Answer, type Exchange } from '../exchange';
import type { Attempt } from './answers';

/** An attempt as the ledger keeps it; the secret stays masked. */
export function toExchange(attempt: Attempt, what: string, secretHeader: string | null): Exchange {
  const { method = 'POST', url = '', headers = {}, body = null } = attempt.request ?? {};
  const masked = secretHeader === null ? {} : { [secretHeader.toLowerCase()]: SECRET };
  return {
    what,
    changed: null,
    request: { method, url, headers: { ...headers, ...masked }, body: body ?? '' },
    answer: toAnswer(attempt),
    tookMs: attempt.durationMs ?? 0,
  };
}

function toAnswer({ response, error, reason, advice }: Attempt): Answer {
  if (response !== null) return { kind: 'answered', ...response };
  const code = error?.code ?? 'EUNKNOWN';
  return { kind: 'none', code, reason: reason ?? code, advice: advice ?? 'See the delivery log of Pitlane.' };
}

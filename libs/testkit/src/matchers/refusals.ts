import { isRecord, matches } from '../account/matching';
import type { PitlaneRefusal } from '../client/errors';
import { unsuitable, type Outcome } from './conversions';

/** By the rule that failed in the decision trace, or by the HTTP status. */
export function refusedBy(value: unknown, rule: string | RegExp | number): Outcome {
  if (!isRefusal(value)) throw unsuitable('a PitlaneRefusal', value);
  const failed = value.trace.find(({ result }) => result === 'failed');
  const pass = typeof rule === 'number' ? value.status === rule : matches(rule, failed?.rule);
  return { pass, message: () => `Expected a refusal by ${String(rule)}.\n${value.message}` };
}

function isRefusal(value: unknown): value is PitlaneRefusal {
  return isRecord(value) && value['name'] === 'PitlaneRefusal';
}

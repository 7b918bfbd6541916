import type { ContractCase } from '../../contract-case';
import type { Finding } from '../../finding';
import { isAcknowledged, type Exchange } from '../../exchange';
import { PAGES } from '../pages';

const FAILURE = /^\s*(?:error|fail)/i;

/** The platform reads no body, but who writes one like this means that something went wrong. */
function looksAt(exchange: Exchange): Finding | null {
  const { answer } = exchange;
  if (answer.kind === 'none' || !isAcknowledged(exchange) || !tellsOfFailure(answer.body)) return null;
  const got = `${String(answer.status)} with a body that tells of a failure. The platform takes it for acknowledged, and never sends it again`;
  return { expected: 'a 2xx answer only once the callback is taken', got, exchange };
}

export function tellsOfFailure(body: string): boolean {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== 'object' || json === null) return false;
    const members = new Map<string, unknown>(Object.entries(json));
    const isFalse = ['success', 'ok', 'accepted'].some((name) => members.get(name) === false);
    const errors = ['error', 'errors'].map((name) => members.get(name));
    return isFalse || errors.some(isSomething) || FAILURE.test(String(members.get('status')));
  } catch {
    return FAILURE.test(body);
  }
}

function isSomething(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

export const answerBody: ContractCase = {
  id: 'answer-body',
  title: 'A 2xx answer means that the callback was taken',
  rule: {
    says: 'The status alone counts: any 2xx acknowledges a callback, whatever the body says.',
    page: PAGES.failures,
    sure: 'inferred',
  },
  fix: 'Answer 500 or 503 where the callback could not be stored, so that it comes again; 2xx where it was.',
  weight: 'warn',
  steps: [],
  looksAt,
};

import type { CheckOptions } from '../../check-options';
import type { ContractCase } from '../../contract-case';
import type { Finding } from '../../finding';
import type { Exchange } from '../../exchange';

/** An answer that takes longer than this part of the time-out will be late on a busy day. */
const COMFORTABLE = 1 / 3;

/** Slow is worth a word; too late comes as a request that was broken off. */
function looksAt(exchange: Exchange, { timeoutMs }: CheckOptions): Finding | null {
  if (exchange.answer.kind === 'none' || exchange.tookMs <= timeoutMs * COMFORTABLE) return null;
  const expected = `an answer well within the time-out of ${String(timeoutMs)} ms`;
  return { weight: 'warn', expected, got: `one after ${String(exchange.tookMs)} ms`, exchange };
}

export const inTime: ContractCase = {
  id: 'in-time',
  title: 'Answers come well within the time-out',
  rule: {
    says: 'An attempt ends after 15 s, from name lookup to the end of the answer, as if nobody had answered: the callback comes again later, although it may have been taken.',
    page: null,
    sure: 'ours',
  },
  fix: 'Store the callback, answer, and reward afterwards.',
  weight: 'fail',
  steps: [],
  looksAt,
};

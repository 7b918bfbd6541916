import type { CheckOptions } from '../check-options';
import type { Rule } from '../contract-case';
import type { CaseId, Finding } from '../finding';
import type { Exchange } from '../exchange';
import type { Expectation } from '../scene';

export type Verdict = 'passed' | 'failed' | 'warned' | 'skipped';

/** What a case came to. */
export interface CaseResult {
  id: CaseId;
  title: string;
  rule: Rule;
  fix: string;
  verdict: Verdict;
  /** Why it failed or warns; the first one decides. */
  findings: Finding[];
  /** Why it was not played, or could not be judged. */
  reason: string | null;
  notes: string[];
  exchanges: Exchange[];
  /** What a person has to look up, because nobody else could be asked. */
  byHand: Expectation[];
  tookMs: number;
}

export interface Report {
  options: CheckOptions;
  results: CaseResult[];
  /** Nobody listened at the endpoint. */
  unreachable: boolean;
  tookMs: number;
}

export function countOf({ results }: Report, verdict: Verdict): number {
  return results.filter((result) => result.verdict === verdict).length;
}

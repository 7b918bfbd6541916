import type { Exchange } from './exchange';

/** In the order in which they are told. */
export const CASE_IDS = [
  ...(['reachable', 'redirects', 'in-time', 'success', 'answer-body', 'keep-alive'] as const),
  ...(['same-again', 'other-id', 'two-events'] as const),
  ...(['pending-success', 'pending-rejected', 'success-rejected', 'rejected-first'] as const),
  ...(['nulls', 'unknown-field', 'unknown-status', 'key-case', 'text', 'large-values'] as const),
  ...(['secret', 'header-case'] as const),
  'retry',
] as const;
export type CaseId = (typeof CASE_IDS)[number];

/** Whether breaking a rule fails the check, or is worth a warning only. */
export type Weight = 'fail' | 'warn';

/** Something that is not as the rule wants it. */
export interface Finding {
  /** The case that it belongs to, where that is not the one that was played: a redirect says nothing about retries. */
  blame?: CaseId;
  /** Where it weighs less than its case does. */
  weight?: Weight;
  expected: string;
  got: string;
  /** What to do about it, where that is more than the case's own advice. */
  fix?: string;
  /** The exchange that shows it, if it is one. */
  exchange: Exchange | null;
}

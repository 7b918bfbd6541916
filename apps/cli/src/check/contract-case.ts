import type { Exchange } from './exchange';
import type { Scene } from './scene';

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

/** What the platform does, which page says so, and how sure that is: as in docs/fidelity.md. */
export interface Rule {
  says: string;
  /** Title of the page; `null` where no page of the platform is about it. */
  page: string | null;
  sure: 'documented' | 'inferred' | 'ours';
}

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

/** One act of a case. `null`: all is as it should be. After a finding the rest of the case is left out. */
export type Step = (scene: Scene) => Promise<Finding | null>;

/** One rule of the platform as an endpoint meets it. */
export interface ContractCase {
  id: CaseId;
  title: string;
  rule: Rule;
  /** What the integrator should do when it fails. */
  fix: string;
  weight: Weight;
  /** Why it can't be played as things are configured; `null`: it can. */
  unplayable?: (options: CheckOptions) => string | null;
  /** None: it is about all exchanges, and played by none of its own. */
  steps: readonly Step[];
  /** Whether nothing else can be judged where it fails. */
  blocks?: true;
  /** Looks at each exchange of every case. */
  looksAt?: (exchange: Exchange, options: CheckOptions) => Finding | null;
}

/** What the integrator configured. */
export interface CheckOptions {
  callbackUrl: string;
  secret: { header: string; value: string } | null;
  keyCase: 'camel' | 'pascal';
  /** With `{conversionId}`, and `{memberId}` where it is wanted; `null`: nobody can ask how often a member was rewarded. */
  verifyUrl: string | null;
  /** Of a member that the endpoint knows; `null`: a new one for each case. */
  memberId: string | null;
  /** The platform's time-out. */
  timeoutMs: number;
}

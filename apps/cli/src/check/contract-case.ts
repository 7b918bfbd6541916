import type { CheckOptions } from './check-options';
import type { Exchange } from './exchange';
import type { CaseId, Finding, Weight } from './finding';
import type { Scene } from './scene';

/** What the platform does, which page says so, and how sure that is: as in docs/fidelity.md. */
export interface Rule {
  says: string;
  /** Title of the page; `null` where no page of the platform is about it. */
  page: string | null;
  sure: 'documented' | 'inferred' | 'ours';
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

import type { AttemptVerdict } from '../delivery/decide-after-attempt';
import type { AttemptOutcome, AttemptTrigger } from '../delivery/delivery';
import { chance } from './chance';

/** Where an attempt fails that is told to: before anything is sent, or with its answer lost after the receiver has seen it. */
export const FAIL_POINTS = ['before', 'send'] as const;
export type FailPoint = (typeof FAIL_POINTS)[number];

/** What was done to an attempt. */
export const FAULT_KINDS = ['duplicate', 'reorder', 'delay', 'fail'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What an account asked to be done to what it is sent. K§7. */
export interface OutboundFaults {
  /** Share of successful attempts, 0 to 1, after which the same is sent once more. */
  duplicate: number;
  /** Two first attempts to one URL change places. */
  reorder: boolean;
  /** Before each attempt, in platform time. */
  delayMs: number;
  failNext: { times: number; after: FailPoint; left: number } | null;
  /** Only what is configured to go to a URL that begins so; `null`: everything. */
  receiver: string | null;
  seed: number;
}

/** What is to be done to one attempt. */
export interface FaultPlan {
  delayMs: number;
  /** May change places with the next one. */
  reorder: boolean;
  /** Fails there, if there is still one to fail. */
  failAt: FailPoint | null;
  /** Is sent again where it succeeds. */
  duplicate: boolean;
}

/** Longest time for which an attempt that nobody changes places with is held back, in platform time. */
export const LONGEST_HOLD_MS = 2_000;

/** The attempt as a decision about it needs it. */
export interface FaultTarget {
  id: string;
  attempt: number;
  trigger: AttemptTrigger;
  /** The configured URL. */
  target: string;
}

/**
 * What is to be done to an attempt; `null`: nothing. By seed, id and number of the attempt alone, so that whoever takes it up again decides
 * alike. A duplicate is late like any other, but it is neither held back, nor failed, nor sent once more.
 */
export function planFaults(faults: OutboundFaults, of: FaultTarget): FaultPlan | null {
  if (faults.receiver !== null && !of.target.startsWith(faults.receiver)) return null;
  const plan = of.trigger === 'fault' ? { ...NOTHING, delayMs: faults.delayMs } : planOwn(faults, of);
  const { delayMs, reorder, failAt, duplicate } = plan;
  return delayMs > 0 || reorder || failAt !== null || duplicate ? plan : null;
}

const NOTHING: FaultPlan = { delayMs: 0, reorder: false, failAt: null, duplicate: false };

function planOwn(
  { delayMs, reorder, failNext, duplicate, seed }: OutboundFaults,
  { id, attempt, trigger }: FaultTarget,
): FaultPlan {
  return {
    delayMs,
    reorder: reorder && trigger === 'auto' && attempt === 1,
    failAt: failNext !== null && failNext.left > 0 ? failNext.after : null,
    duplicate: chance(seed, id, attempt) < duplicate,
  };
}

/** Nothing was sent, or what was answered is taken for lost. */
export const injectedFailure = (at: FailPoint): AttemptOutcome & { kind: 'no-answer' } => ({
  kind: 'no-answer',
  code: at === 'before' ? 'FAULT_BEFORE_SEND' : 'FAULT_AFTER_SEND',
  message: at === 'before' ? 'Nothing was sent' : 'The answer was thrown away',
});

/** What follows where the same was sent before, and taken: nothing, however this attempt went. */
export function verdictOnDuplicate(verdict: AttemptVerdict): AttemptVerdict {
  if (verdict.kind === 'sent') return verdict;
  const { reason, advice } = verdict;
  return { kind: 'failed', reason: `${reason}; the same was sent and taken before, so that nothing follows`, advice };
}

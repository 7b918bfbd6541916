import type { AttemptVerdict } from '@app/domain';
import { Signal } from '@app/runtime';
import type { StartedDelivery } from '@app/store';
import type { SendResult } from '../http-sender';

/** An attempt that is settled: what was sent, what came of it, what follows. */
export interface Attempted {
  delivery: StartedDelivery;
  result: SendResult;
  verdict: AttemptVerdict;
  /** As `performance.now()` tells it. */
  startedAt: number;
}

export const ATTEMPTED = new Signal<Attempted>();

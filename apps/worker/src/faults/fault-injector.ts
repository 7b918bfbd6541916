import { injectedFailure, LONGEST_HOLD_MS, planFaults, type FailPoint, type FaultPlan } from '@app/domain';
import {
  claimFailure,
  endHold,
  markFault,
  putOffAttempt,
  releaseDelivery,
  type BegunAttempt,
  type Database,
  type StartedDelivery,
} from '@app/store';
import type { HttpSender, OutboundRequest, SendResult } from '../http-sender';

/** What is done to an attempt that goes on. */
export interface Injection {
  failAt: FailPoint | null;
  /** Sent once more where it succeeds. */
  duplicate: boolean;
  /** The delivery that goes once this attempt has ended. */
  releases: string | null;
}

/** Where an attempt stands that may change places. */
interface Place {
  isHeld: boolean;
  /** The delivery that waits to be overtaken by this one. */
  overtakes: string | null;
}

const STAYS: Place = { isHeld: false, overtakes: null };
const NOTHING: Injection = { failAt: null, duplicate: false, releases: null };
/** Somebody else may begin to wait between asking and waiting, not each time. */
const MOST_ASKED = 3;

/** Does to attempts what their accounts ask for, and writes it down. Only in the profile `local`. ADR 0026. */
export class FaultInjector {
  constructor(private readonly database: Database) {}

  /** What is to be done to a begun attempt; `put off`: it was taken back and comes again later. */
  async inject(lease: string, delivery: StartedDelivery): Promise<Injection | 'put off'> {
    const plan = delivery.faults === null ? null : planFaults(delivery.faults, delivery);
    if (plan === null) return NOTHING;
    const begun = { deliveryId: delivery.id, lease, attempt: delivery.attempt };
    if (await this.delays(begun, plan)) return 'put off';
    const { isHeld, overtakes } = plan.reorder ? await this.changesPlaces(begun) : STAYS;
    if (isHeld) return 'put off';
    return { failAt: await this.failing(begun, delivery, plan), duplicate: plan.duplicate, releases: overtakes };
  }

  /** As the sender does, but for an attempt that is to fail. */
  async send(sender: HttpSender, request: OutboundRequest, { failAt }: Injection): Promise<SendResult> {
    if (failAt === 'before') return { outcome: injectedFailure('before'), retryAfterMs: null, durationMs: 0 };
    const result = await sender.send(request);
    return failAt === null ? result : { ...result, outcome: injectedFailure(failAt), retryAfterMs: null };
  }

  /** Notes that the next attempt is a duplicate, before anybody can make it. */
  async notesDuplicate({ id, attempt }: StartedDelivery): Promise<void> {
    await markFault(this.database, { deliveryId: id, attempt: attempt + 1, kind: 'duplicate' });
  }

  async release(deliveryId: string): Promise<void> {
    await releaseDelivery(this.database, deliveryId);
  }

  private async delays(begun: BegunAttempt, { delayMs }: FaultPlan): Promise<boolean> {
    return delayMs > 0 && putOffAttempt(this.database, begun, { kind: 'delay', waitMs: delayMs, waits: false });
  }

  /** Overtakes whoever waits for that; where nobody does, it waits itself, once. */
  private async changesPlaces(begun: BegunAttempt): Promise<Place> {
    for (let asked = 0; asked < MOST_ASKED; asked++) {
      const { wasHeld, partner } = await endHold(this.database, begun.deliveryId);
      if (wasHeld || partner !== null) return { isHeld: false, overtakes: partner };
      const hold = { kind: 'reorder', waitMs: LONGEST_HOLD_MS, waits: true } as const;
      if (await putOffAttempt(this.database, begun, hold)) return { isHeld: true, overtakes: null };
    }
    return STAYS;
  }

  private async failing(
    begun: BegunAttempt,
    { accountId }: StartedDelivery,
    { failAt }: FaultPlan,
  ): Promise<FailPoint | null> {
    if (failAt === null || !(await claimFailure(this.database, accountId))) return null;
    await markFault(this.database, { ...begun, kind: 'fail' });
    return failAt;
  }
}

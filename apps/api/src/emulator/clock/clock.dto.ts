import type { ClockMode, ConversionStatus, DeliveryKind } from '@app/domain';
import { IsIn } from 'class-validator';
import { Omittable } from '../../http/field-rules';
import { IsDuration, IsInstant } from '../../http/lists/query-fields';

/** Ten years of 365 days: further than any offer reaches. */
export const LONGEST_ADVANCE_MS = 315_360_000_000;

/** One of the three. */
export class AdvanceClockBody {
  /** `"2m"`, `"3d"`, or milliseconds. */
  @Omittable() @IsDuration({ least: 1, most: LONGEST_ADVANCE_MS }) by?: number;

  /** Not before the platform's present. */
  @Omittable() @IsInstant() to?: Date;

  /** Until nothing is due any more: the clock stops at the last instant at which something was, ten years ahead at most. */
  @Omittable() @IsIn([true], { message: 'untilIdle must be true, or left out' }) untilIdle?: boolean;
}

export class FreezeAt {
  /** Not before the platform's present; without it: now. */
  @Omittable() @IsInstant() at?: Date;
}

/** Platform time of an account. K§7. */
export interface ClockView {
  now: string;
  /** `system`: the machine's time; `scaled`: faster than it, for everybody; `offset`: so much ahead of that; `frozen`: stands still. */
  mode: ClockMode;
  /** How many times as fast as real time clocks run that are not frozen; left out: just as fast. */
  scale?: number;
}

/** Something that fell due during an advance, at its platform time. */
export type FiredView =
  | {
      kind: 'matured';
      conversionId: string;
      /** What it became: Success. */
      status: ConversionStatus;
      at: string;
    }
  | {
      kind: 'attempt';
      deliveryId: string;
      deliveryKind: DeliveryKind;
      conversionId: string;
      number: number;
      /** `null`: its worker vanished, and nobody took over yet. */
      outcome: 'sent' | 'retry' | 'failed' | null;
      responseStatus: number | null;
      /** Why it was not sent. */
      reason: string | null;
      at: string;
    }
  | { kind: 'changed'; offerId: string; offerEventId: string | null; field: string; value: number; at: string }
  | { kind: 'expired'; offerId: string; at: string };

export interface AdvanceAnswer extends ClockView {
  /** Conversions that became Success because their pending time passed. */
  matured: number;
  /** Attempts that were made. */
  attempted: number;
  /** All that fell due by name, scheduled changes and offers that expired too, in the order in which it happened; the first 1,000. */
  fired: FiredView[];
  /** The next instant at which something falls due, within ten years; `null`: nothing does. */
  next: string | null;
}

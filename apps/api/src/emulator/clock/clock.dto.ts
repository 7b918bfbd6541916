import type { ClockMode } from '@app/domain';
import { Omittable } from '../../http/field-rules';
import { IsDuration, IsInstant } from '../../http/lists/query-fields';

/** Ten years of 365 days: further than any offer reaches. */
const LONGEST_ADVANCE_MS = 315_360_000_000;

export class AdvanceBy {
  /** `"2m"`, `"3d"`, or milliseconds. */
  @IsDuration({ least: 1, most: LONGEST_ADVANCE_MS }) by: number;
}

export class FreezeAt {
  /** Not before the platform's present; without it: now. */
  @Omittable() @IsInstant() at?: Date;
}

/** Platform time of an account. K§7. */
export interface ClockView {
  now: string;
  /** `system`: the machine's time; `offset`: so much ahead of it; `frozen`: stands still. */
  mode: ClockMode;
}

/** Something that fell due during an advance, at its platform time. */
export type FiredView =
  | { kind: 'matured'; conversionId: string; at: string }
  | {
      kind: 'attempt';
      deliveryId: string;
      number: number;
      outcome: 'sent' | 'retry' | 'failed' | null;
      responseStatus: number | null;
      at: string;
    };

export interface AdvanceAnswer extends ClockView {
  /** Conversions that became Success because their pending time passed. */
  matured: number;
  /** Attempts that were made. */
  attempted: number;
  /** The same by name, in the order in which they happened; the first 1,000. */
  fired: FiredView[];
}

import type { OfferEventChanges } from '@app/domain';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsDays, IsMinutes, IsMoney, IsName, Omittable, toMoney } from '../field-rules';
import { CapFields } from './caps.dto';

/** Of one offer. */
export const MOST_EVENTS = 200;
const MOST_PLACES = 1_000;

/** What may be set of one step of a MultiEvent offer, besides what names it. G§1.3. */
export class StepFields extends CapFields {
  /** Without one, the `eventId`. */
  @Omittable() @IsName() name?: string;

  /** `null`: independent of the other events. */
  @IsOptional() @Max(MOST_PLACES) @Min(1) @IsInt() sequenceNumber?: number | null;

  /** Without one, the place in the list. */
  @Omittable() @Max(MOST_PLACES) @Min(1) @IsInt() displayOrder?: number;

  @IsOptional() @IsMinutes() minTimeFromPreviousEvent?: number | null;

  @IsOptional() @IsDays(1) deadlineDays?: number | null;

  /** Days. */
  @Omittable() @IsDays(0) pendingTime?: number;

  @Omittable() @IsMoney() revenue?: number;

  @Omittable() @IsMoney() reward?: number;

  @Omittable() @IsBoolean() allowRepetitions?: boolean;

  @Omittable() @IsBoolean() showOnOfferWall?: boolean;
}

/** What a body sets of a step, as the domain keeps it. */
export function toEventChanges({
  revenue,
  reward,
  ...fields
}: StepFields & { id?: string; eventId?: string }): OfferEventChanges {
  return {
    ...fields,
    ...(revenue !== undefined && { revenue: toMoney(revenue) }),
    ...(reward !== undefined && { reward: toMoney(reward) }),
  };
}

import { moneyToNumber } from '@app/domain';
import type { OfferEventEntity } from '@app/store';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsDays, IsMinutes, IsMoney, IsName, IsRowId, Omittable, toMoney } from '../../field-rules';
import type { Plain } from '../../plain';
import { CapFields } from './caps.dto';

const MOST_EVENTS = 1_000;

/**
 * One step of a MultiEvent offer. One that the offer has already is found by `id`, else by `eventId`, and keeps what is
 * left out; a new one needs `eventId`.
 */
export class OfferEventFields extends CapFields {
  @Omittable() @IsRowId() id?: string;

  /** What `cnv_event_id` must equal. */
  @Omittable() @IsName() eventId?: string;

  /** Without one, the `eventId`. */
  @Omittable() @IsName() name?: string;

  /** `null`: independent of the other events. */
  @IsOptional() @Max(MOST_EVENTS) @Min(1) @IsInt() sequenceNumber?: number | null;

  /** Without one, the place in the list. */
  @Omittable() @Max(MOST_EVENTS) @Min(1) @IsInt() displayOrder?: number;

  @IsOptional() @IsMinutes() minTimeFromPreviousEvent?: number | null;

  @IsOptional() @IsDays(1) deadlineDays?: number | null;

  /** Days. */
  @Omittable() @IsDays(0) pendingTime?: number;

  @Omittable() @IsMoney() revenue?: number;

  @Omittable() @IsMoney() reward?: number;

  @Omittable() @IsBoolean() allowRepetitions?: boolean;

  @Omittable() @IsBoolean() showOnOfferWall?: boolean;
}

export interface OfferEventView {
  id: string;
  eventId: string;
  name: string;
  sequenceNumber: number | null;
  displayOrder: number;
  minTimeFromPreviousEvent: number | null;
  deadlineDays: number | null;
  pendingTime: number;
  revenue: number;
  reward: number;
  dailyCap: number | null;
  weeklyCap: number | null;
  monthlyCap: number | null;
  allTimeCap: number | null;
  allowRepetitions: boolean;
  showOnOfferWall: boolean;
}

/** The event with what was given; the rest stays. */
export function mergeEvent(
  current: Plain<OfferEventEntity>,
  { revenue, reward, ...fields }: OfferEventFields,
): OfferEventEntity {
  return {
    ...current,
    ...fields,
    revenue: revenue === undefined ? current.revenue : toMoney(revenue),
    reward: reward === undefined ? current.reward : toMoney(reward),
  };
}

export function toOfferEventView(event: OfferEventEntity): OfferEventView {
  return {
    id: event.id,
    eventId: event.eventId,
    name: event.name,
    sequenceNumber: event.sequenceNumber,
    displayOrder: event.displayOrder,
    minTimeFromPreviousEvent: event.minTimeFromPreviousEvent,
    deadlineDays: event.deadlineDays,
    pendingTime: event.pendingTime,
    revenue: moneyToNumber(event.revenue),
    reward: moneyToNumber(event.reward),
    dailyCap: event.dailyCap,
    weeklyCap: event.weeklyCap,
    monthlyCap: event.monthlyCap,
    allTimeCap: event.allTimeCap,
    allowRepetitions: event.allowRepetitions,
    showOnOfferWall: event.showOnOfferWall,
  };
}

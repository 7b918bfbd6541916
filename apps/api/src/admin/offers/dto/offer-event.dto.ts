import { moneyToNumber, type OfferEvent } from '@app/domain';
import { StepFields } from '../../../http/offers/step-fields.dto';
import { IsName, IsRowId, Omittable } from '../../../http/field-rules';

/**
 * One step of a MultiEvent offer. One that the offer has already is found by `id`, else by `eventId`, and keeps what is
 * left out; a new one needs `eventId`.
 */
export class OfferEventFields extends StepFields {
  @Omittable() @IsRowId() id?: string;

  /** What `cnv_event_id` must equal. */
  @Omittable() @IsName() eventId?: string;
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

export function toOfferEventView(event: OfferEvent): OfferEventView {
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

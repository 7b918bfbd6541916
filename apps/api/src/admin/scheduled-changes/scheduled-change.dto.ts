import { moneyToNumber, SCHEDULED_FIELDS, type ScheduledField } from '@app/domain';
import type { OfferEventEntity, ScheduledChangeEntity } from '@app/store';
import { IsDate, IsIn, IsOptional } from 'class-validator';
import { ListQuery } from '../../http/lists/csv';
import { IsId, IsInstant } from '../../http/lists/query-fields';
import { IsMoney, IsName, IsRowId, Omittable } from '../../http/field-rules';

const SCHEDULE_STATUSES = ['Pending', 'Applied'] as const;
type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

export class CreateScheduledChange {
  @IsRowId() offerId: string;

  /** MultiEvent offers: the configured Event ID or the id of the event. */
  @IsOptional() @IsName() eventId?: string | null;

  @IsIn(SCHEDULED_FIELDS) field: ScheduledField;

  @IsMoney() value: number;

  /** A full hour ahead by platform time, at most a year. */
  @IsInstant() @IsDate() at: Date;
}

/** What is left out stays as it is. */
export class UpdateScheduledChange {
  @Omittable() @IsMoney() value?: number;

  /** A full hour ahead by platform time, at most a year. */
  @Omittable() @IsInstant() @IsDate() at?: Date;
}

export class ScheduledChangeQuery extends ListQuery {
  @IsOptional() @IsId() offerId?: string;

  /** The id of the event. */
  @IsOptional() @IsId() offerEventId?: string;

  @IsOptional() @IsIn(SCHEDULED_FIELDS) field?: ScheduledField;

  @IsOptional() @IsIn(SCHEDULE_STATUSES) status?: ScheduleStatus;
}

export const SCHEDULED_CHANGE_COLUMNS = [
  ...['id', 'offerId', 'eventId', 'offerEventId', 'field', 'value', 'at', 'status', 'appliedAt', 'createdAt'],
];

export interface ScheduledChangeView {
  id: string;
  offerId: string;
  /** The configured Event ID. */
  eventId: string | null;
  /** The id of the event. */
  offerEventId: string | null;
  field: ScheduledField;
  value: number;
  at: string;
  status: ScheduleStatus;
  appliedAt: string | null;
  createdAt: string;
}

/** `events`: those that the change may name. */
export function toScheduledChangeView(
  change: ScheduledChangeEntity,
  events: readonly Pick<OfferEventEntity, 'id' | 'eventId'>[],
): ScheduledChangeView {
  return {
    id: change.id,
    offerId: change.offerId,
    eventId: events.find(({ id }) => id === change.offerEventId)?.eventId ?? null,
    offerEventId: change.offerEventId,
    field: change.field,
    value: moneyToNumber(change.value),
    at: change.dueAt.toISOString(),
    status: change.appliedAt === null ? 'Pending' : 'Applied',
    appliedAt: change.appliedAt?.toISOString() ?? null,
    createdAt: change.createdAt.toISOString(),
  };
}

import { EVENT_KINDS, type EventKind } from '@app/tracking';
import { IsOptional } from 'class-validator';
import { IsAnyOf } from '../../http/lists/query-fields';

export class EventsQuery {
  /** One kind, or several separated by commas; left out: all. */
  @IsOptional() @IsAnyOf(EVENT_KINDS) kind?: EventKind[];
}

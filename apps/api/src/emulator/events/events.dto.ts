import { EVENT_KINDS, type EventKind } from '@app/tracking';
import { IsOptional } from 'class-validator';
import { IsAnyOf, IsPlainText } from '../../http/lists/query-fields';

export class EventsQuery {
  /** One kind, or several separated by commas; left out: all. */
  @IsOptional() @IsAnyOf(EVENT_KINDS) kind?: EventKind[];

  /** The id of an event: the stream goes on after it. The header `Last-Event-ID`, which clients send by themselves, counts first. */
  @IsOptional() @IsPlainText() after?: string;
}

import { Controller, Get, Header, Headers, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { EventStream } from './event-feed';
import { EventHub } from './event-hub';
import { EventStart } from './event-start';
import { EventsQuery } from './events.dto';

/** What happens in the account, while it happens. K§7. */
@Controller('admin/v1/emulator/events')
@UseGuards(LocalOnly, AdminGuard)
export class EventsController {
  constructor(
    private readonly hub: EventHub,
    private readonly start: EventStart,
  ) {}

  /** Server-Sent Events, from now on or after the last one that the client was told. */
  @Get()
  @Header('cache-control', 'no-store')
  async watch(
    @CurrentAccount() { id }: CurrentAccountRef,
    @Query() { kind, after }: EventsQuery,
    @Headers('last-event-id') last: string | undefined,
  ): Promise<EventStream> {
    const told = last === undefined || last === '' ? (after ?? null) : last;
    const cursor = await this.start.from(told);
    return new EventStream(await this.hub.open({ accountId: id, kinds: kind ?? null, cursor }));
  }
}

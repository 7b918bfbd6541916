import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { EventStream } from './event-feed';
import { EventHub } from './event-hub';
import { EventsQuery } from './events.dto';

/** What happens in the account, while it happens. K§7. */
@Controller('admin/v1/emulator/events')
@UseGuards(LocalOnly, AdminGuard)
export class EventsController {
  constructor(private readonly hub: EventHub) {}

  /** Server-Sent Events, from now on; what was before is not told again. */
  @Get()
  @Header('cache-control', 'no-store')
  async watch(@CurrentAccount() { id }: CurrentAccountRef, @Query() { kind }: EventsQuery): Promise<EventStream> {
    return new EventStream(await this.hub.open({ accountId: id, kinds: kind ?? null }));
  }
}

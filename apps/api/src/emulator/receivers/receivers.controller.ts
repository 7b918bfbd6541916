import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { ListQuery } from '../../http/lists/csv';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { LocalOnly } from '../../http/keys/local-only.guard';
import { ScriptReceiver, type ReceiverRequestView, type ReceiverView } from './receiver.dto';
import { ReceiversService } from './receivers.service';

/** Scripts receivers and shows what reached them. K§7. */
@Controller('admin/v1/emulator/receivers')
@UseGuards(LocalOnly, AdminGuard)
export class ReceiversController {
  constructor(private readonly receivers: ReceiversService) {}

  @Get()
  list(@CurrentAccount() account: CurrentAccountRef, @Query() query: ListQuery): Promise<ListAnswer<ReceiverView>> {
    return this.receivers.list(account, query);
  }

  /** Begins anew: the first step comes next, and earlier requests are forgotten. */
  @Put(':name')
  put(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('name') name: string,
    @Body() { script }: ScriptReceiver,
  ): Promise<ReceiverView> {
    return this.receivers.put(account, name, script);
  }

  @Get(':name')
  get(@CurrentAccount() account: CurrentAccountRef, @Param('name') name: string): Promise<ReceiverView> {
    return this.receivers.get(account, name);
  }

  @Delete(':name')
  @HttpCode(204)
  delete(@CurrentAccount() account: CurrentAccountRef, @Param('name') name: string): Promise<void> {
    return this.receivers.delete(account, name);
  }

  /** Oldest first. */
  @Get(':name/requests')
  requests(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('name') name: string,
    @Query() query: ListQuery,
  ): Promise<ListAnswer<ReceiverRequestView>> {
    return this.receivers.requests(account, name, query);
  }
}

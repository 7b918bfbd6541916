import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminGuard } from '../../http/keys/admin.guard';
import { ListQuery } from '../../http/lists/csv';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { LocalOnly } from '../../http/keys/local-only.guard';
import {
  ReceiverRequestsQuery,
  ReceiverWaitQuery,
  ScriptReceiver,
  type ReceiverRequestView,
  type ReceiverView,
  type ReceiverWaitAnswer,
} from './receiver.dto';
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
    @Query() query: ReceiverRequestsQuery,
  ): Promise<ListAnswer<ReceiverRequestView>> {
    return this.receivers.requests(account, name, query);
  }

  /** Answers as soon as a request matches, one that came before too; else when the time is over. */
  @Get(':name/requests/wait')
  wait(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('name') name: string,
    @Query() query: ReceiverWaitQuery,
    @Req() { raw }: FastifyRequest,
  ): Promise<ReceiverWaitAnswer> {
    return this.receivers.wait(account, name, { query, isGone: () => raw.socket.destroyed });
  }

  /** Forgets what came so far; the script and the numbers go on. */
  @Delete(':name/requests')
  @HttpCode(204)
  clear(@CurrentAccount() account: CurrentAccountRef, @Param('name') name: string): Promise<void> {
    return this.receivers.clear(account, name);
  }
}

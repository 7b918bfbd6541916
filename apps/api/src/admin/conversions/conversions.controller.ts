import { Body, Controller, Get, Param, Patch, Query, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import {
  ChangeConversion,
  ConversionsQuery,
  ConversionWaitQuery,
  OneConversionQuery,
  type ConversionRow,
  type ConversionView,
} from './conversion.dto';
import { ConversionsService } from './conversions.service';
import { WaitForConversion } from './wait-for-conversion';

/** The conversion report, and statuses set by hand. K§6, K§3.3. */
@Controller('admin/v1/conversions')
@UseGuards(AdminGuard)
export class ConversionsController {
  constructor(
    private readonly conversions: ConversionsService,
    private readonly waits: WaitForConversion,
  ) {}

  @Get()
  list(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: ConversionsQuery,
  ): Promise<ListAnswer<ConversionRow>> {
    return this.conversions.list(account, query);
  }

  /** Answers the newest conversion that matches as soon as there is one; 408 with how things stand when the time is over. */
  @Get('wait')
  wait(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: ConversionWaitQuery,
    @Req() { raw }: FastifyRequest,
  ): Promise<ConversionView> {
    return this.waits.wait(account, query, raw);
  }

  @Get(':id')
  get(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Query() query: OneConversionQuery,
  ): Promise<ConversionView> {
    return this.conversions.get(account, id, query);
  }

  @Patch(':id')
  change(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Body() body: ChangeConversion,
  ): Promise<ConversionView> {
    return this.conversions.change(account, id, body);
  }
}

import { Body, Controller, Get, Param, Patch, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import {
  ChangeConversion,
  ConversionsQuery,
  OneConversionQuery,
  type ConversionRow,
  type ConversionView,
} from './conversion.dto';
import { ConversionsService } from './conversions.service';

/** The conversion report, and statuses set by hand. K§6, K§3.3. */
@Controller('admin/v1/conversions')
@UseGuards(AdminGuard)
export class ConversionsController {
  constructor(private readonly conversions: ConversionsService) {}

  @Get()
  list(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: ConversionsQuery,
  ): Promise<ListAnswer<ConversionRow>> {
    return this.conversions.list(account, query);
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

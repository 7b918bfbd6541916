import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { AdvertiserQuery, CreateAdvertiser, UpdateAdvertiser, type AdvertiserView } from './advertiser.dto';
import { AdvertisersService } from './advertisers.service';

@Controller('admin/v1/advertisers')
@UseGuards(AdminGuard)
export class AdvertisersController {
  constructor(private readonly advertisers: AdvertisersService) {}

  @Post()
  create(@CurrentAccount() account: CurrentAccountRef, @Body() body: CreateAdvertiser): Promise<AdvertiserView> {
    return this.advertisers.create(account, body);
  }

  @Get()
  list(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: AdvertiserQuery,
  ): Promise<ListAnswer<AdvertiserView>> {
    return this.advertisers.list(account, query);
  }

  @Get(':id')
  get(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<AdvertiserView> {
    return this.advertisers.get(account, id);
  }

  @Patch(':id')
  update(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Body() body: UpdateAdvertiser,
  ): Promise<AdvertiserView> {
    return this.advertisers.update(account, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    return this.advertisers.remove(account, id);
  }
}

import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import {
  CreateScheduledChange,
  ScheduledChangeQuery,
  UpdateScheduledChange,
  type ScheduledChangeView,
} from './scheduled-change.dto';
import { ScheduledChangesService } from './scheduled-changes.service';

@Controller('admin/v1/scheduled-changes')
@UseGuards(AdminGuard)
export class ScheduledChangesController {
  constructor(private readonly changes: ScheduledChangesService) {}

  @Post()
  create(
    @CurrentAccount() account: CurrentAccountRef,
    @Body() body: CreateScheduledChange,
  ): Promise<ScheduledChangeView> {
    return this.changes.create(account, body);
  }

  @Get()
  list(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() query: ScheduledChangeQuery,
  ): Promise<ListAnswer<ScheduledChangeView>> {
    return this.changes.list(account, query);
  }

  @Get(':id')
  get(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<ScheduledChangeView> {
    return this.changes.get(account, id);
  }

  @Patch(':id')
  update(
    @CurrentAccount() account: CurrentAccountRef,
    @Param('id') id: string,
    @Body() body: UpdateScheduledChange,
  ): Promise<ScheduledChangeView> {
    return this.changes.update(account, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@CurrentAccount() account: CurrentAccountRef, @Param('id') id: string): Promise<void> {
    return this.changes.remove(account, id);
  }
}

import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, type CurrentAccountRef } from '../../http/keys/current-account';
import type { ListFile } from '../../http/lists/list-file';
import { ReportsService } from './reports.service';
import { SummaryQuery, type SummaryView } from './summary.dto';

@Controller('admin/v1/reports')
@UseGuards(AdminGuard)
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Get('summary')
  summary(@CurrentAccount() account: CurrentAccountRef, @Query() query: SummaryQuery): Promise<SummaryView | ListFile> {
    return this.reports.summary(account, query);
  }
}

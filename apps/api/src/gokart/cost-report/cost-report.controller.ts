import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ReadCostReport } from '@app/tracking';
import { AdminGuard } from '../../http/keys/admin.guard';
import { CurrentAccount, NeedsScope, type CurrentAccountRef } from '../../http/keys/current-account';
import { Problem } from '../../http/problem';
import { success, type ResponseResult } from '../envelope';
import { toCostLine, type CostLine } from './cost-line';
import { CostQuery } from './cost-query.dto';

/** What the offers that send cost data cost, with an advertiser's key. G§7.8. */
@Controller('api/v1/integrations/cost-report/singular')
@UseGuards(AdminGuard)
@NeedsScope('advertiser')
export class CostReportController {
  constructor(private readonly report: ReadCostReport) {}

  @Get('json')
  async json(
    @CurrentAccount() account: CurrentAccountRef,
    @Query() { date_from, date_to }: CostQuery,
  ): Promise<ResponseResult<CostLine[]>> {
    const report = await this.report.read(account.id, date_from, date_to);
    switch (report.kind) {
      case 'reversed':
        throw Problem.field('date_to', 'The last day is before the first.');
      case 'too-many':
        throw Problem.field('date_to', `A report is of ${report.most} days at most.`);
      case 'report':
        return success(report.rows.map((row) => toCostLine(row, account.id)));
    }
  }
}

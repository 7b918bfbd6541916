import { Module } from '@nestjs/common';
import { CostReportController } from './cost-report.controller';

/** What advertisers' reporting reads by a key. G§7.4. */
@Module({ controllers: [CostReportController] })
export class CostReportModule {}

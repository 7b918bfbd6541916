import { Module, type DynamicModule } from '@nestjs/common';
import { AdminModule } from './admin/admin.module';
import { EmulatorModule } from './emulator/emulator.module';
import { CostReportModule } from './gokart/cost-report/cost-report.module';
import { GokartModule } from './gokart/gokart.module';
import { ManagementModule } from './gokart/management/management.module';
import { PartnerViewModule } from './gokart/partner-view/partner-view.module';
import { DocsController } from './http/pages/docs.controller';
import { HealthController } from './http/pages/health.controller';
import { HomeController } from './http/pages/home.controller';
import { MetricsController } from './http/observe/metrics.controller';
import { Integr8Module } from './integr8/integr8.module';
import { WalkModule, type ApiParts } from './walk.module';

/** Every edge onto one domain. */
@Module({})
export class ApiModule {
  static with(parts: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        WalkModule.with(parts),
        GokartModule,
        ManagementModule,
        PartnerViewModule,
        CostReportModule,
        Integr8Module,
        AdminModule,
        EmulatorModule,
      ],
      controllers: [HealthController, HomeController, DocsController, MetricsController],
    };
  }
}

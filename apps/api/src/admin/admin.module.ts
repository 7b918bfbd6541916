import { Module } from '@nestjs/common';
import { AccountModule } from './account/account.module';
import { AccountsModule } from './accounts/accounts.module';
import { AdvertisersModule } from './advertisers/advertisers.module';
import { AuditModule } from './audit/audit.module';
import { ConversionsModule } from './conversions/conversions.module';
import { DeliveriesModule } from './deliveries/deliveries.module';
import { DeploymentModule } from './deployment/deployment.module';
import { ImportsModule } from './imports/imports.module';
import { IntegrityModule } from './integrity/integrity.module';
import { KeysModule } from './keys/keys.module';
import { LogsModule } from './logs/logs.module';
import { OffersModule } from './offers/offers.module';
import { OperationToolsModule } from './operation-tools/operation-tools.module';
import { PartnersModule } from './partners/partners.module';
import { PostbacksModule } from './postbacks/postbacks.module';
import { ReportsModule } from './reports/reports.module';
import { ScheduledChangesModule } from './scheduled-changes/scheduled-changes.module';

/** The admin REST, one folder a noun. */
@Module({
  imports: [
    AccountsModule,
    AccountModule,
    KeysModule,
    AdvertisersModule,
    OffersModule,
    PartnersModule,
    PostbacksModule,
    ReportsModule,
    IntegrityModule,
    ScheduledChangesModule,
    ConversionsModule,
    ImportsModule,
    DeliveriesModule,
    DeploymentModule,
    OperationToolsModule,
    LogsModule,
    AuditModule,
  ],
})
export class AdminModule {}

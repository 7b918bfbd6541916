import { Module } from '@nestjs/common';
import { AccountWrites } from '@app/tracking';
import { ScheduledChangesController } from './scheduled-changes.controller';
import { ScheduledChangesService } from './scheduled-changes.service';

@Module({ controllers: [ScheduledChangesController], providers: [ScheduledChangesService, AccountWrites] })
export class ScheduledChangesModule {}

import { Module } from '@nestjs/common';
import { LogsController } from './logs.controller';
import { WaitForClick } from './wait-for-click';

/** The event reports. */
@Module({ controllers: [LogsController], providers: [WaitForClick] })
export class LogsModule {}

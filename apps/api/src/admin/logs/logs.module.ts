import { Module } from '@nestjs/common';
import { LogsController } from './logs.controller';

/** The event reports. */
@Module({ controllers: [LogsController] })
export class LogsModule {}

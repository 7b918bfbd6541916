import { Module } from '@nestjs/common';
import { ConversionsController } from './conversions.controller';
import { ConversionsService } from './conversions.service';

/** The conversion report. */
@Module({ controllers: [ConversionsController], providers: [ConversionsService] })
export class ConversionsModule {}

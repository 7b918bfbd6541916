import { Module } from '@nestjs/common';
import { ConversionsController } from './conversions.controller';
import { ConversionsService } from './conversions.service';
import { WaitForConversion } from './wait-for-conversion';

/** The conversion report. */
@Module({ controllers: [ConversionsController], providers: [ConversionsService, WaitForConversion] })
export class ConversionsModule {}

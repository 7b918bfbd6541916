import { Module } from '@nestjs/common';
import { AdvanceClock } from './advance-clock';
import { ClockTurns } from './clock-turns';
import { ClockController } from './clock.controller';
import { ClockService } from './clock.service';

/** The test clock. */
@Module({ controllers: [ClockController], providers: [ClockService, AdvanceClock, ClockTurns] })
export class ClockModule {}

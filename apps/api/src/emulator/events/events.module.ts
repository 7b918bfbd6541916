import { Module } from '@nestjs/common';
import { EventHub } from './event-hub';
import { EventStart } from './event-start';
import { EventsController } from './events.controller';
import { LedgerTail } from './ledger-tail';

/** The event stream. */
@Module({ controllers: [EventsController], providers: [EventHub, EventStart, LedgerTail] })
export class EventsModule {}

import { Module } from '@nestjs/common';
import { EventHub } from './event-hub';
import { EventsController } from './events.controller';

/** The event stream. */
@Module({ controllers: [EventsController], providers: [EventHub] })
export class EventsModule {}

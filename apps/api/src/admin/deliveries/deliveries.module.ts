import { Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller';
import { DeliveriesService } from './deliveries.service';
import { EmulatorWaitController } from './emulator-wait.controller';

/** The outbox. */
@Module({ controllers: [DeliveriesController, EmulatorWaitController], providers: [DeliveriesService] })
export class DeliveriesModule {}

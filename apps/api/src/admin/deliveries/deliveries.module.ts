import { Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller';
import { DeliveriesService } from './deliveries.service';
import { EmulatorWaitController } from './emulator-wait.controller';
import { WaitForDelivery } from './wait-for-delivery';

/** The outbox. */
@Module({
  controllers: [DeliveriesController, EmulatorWaitController],
  providers: [DeliveriesService, WaitForDelivery],
})
export class DeliveriesModule {}

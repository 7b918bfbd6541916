import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { queueConnection, type QueueSettings } from '@app/runtime';
import { DeliveryProcessor } from './delivery.processor';
import { SendDeliveries } from './send-deliveries';

/** The consuming side of the queue. */
@Module({})
export class WorkerModule {
  static with(queue: QueueSettings, deliveries: SendDeliveries): DynamicModule {
    return {
      module: WorkerModule,
      // No queue is registered by name: the producing side has a connection of its own kind (see conveyor.ts).
      imports: [BullModule.forRoot({ connection: queueConnection(queue, 'worker') }), BullModule.registerQueue()],
      providers: [{ provide: SendDeliveries, useValue: deliveries }, DeliveryProcessor],
    };
  }
}

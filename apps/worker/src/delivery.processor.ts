import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { DELIVERIES_QUEUE, type SendJob } from '@app/runtime';
import type { Job } from 'bullmq';
import { SendDeliveries } from './send-deliveries';

const JOBS_AT_ONCE = 16;

/** Takes leased batches off the queue. What becomes of a delivery is written on its row, never on the job. */
@Processor(DELIVERIES_QUEUE, { concurrency: JOBS_AT_ONCE })
export class DeliveryProcessor extends WorkerHost {
  private readonly log = new Logger(DeliveryProcessor.name);

  constructor(private readonly deliveries: SendDeliveries) {
    super();
  }

  async process(job: Job<SendJob>): Promise<void> {
    await this.deliveries.send(job.data);
  }

  /** The queue's server went away, or came back: BullMQ reconnects by itself, and leases bring back what it lost. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.log.warn(`The queue cannot be reached: ${error.message}`);
  }
}

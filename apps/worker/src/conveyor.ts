import { DELIVERIES_QUEUE, queueConnection, type Log, type QueueSettings, type SendJob } from '@app/runtime';
import { Queue } from 'bullmq';
import type { Conveyor } from './relay';

/** The producing side of the deliveries queue. Jobs leave no trace behind: the ledger is the row. */
export class QueueConveyor implements Conveyor {
  private readonly queue: Queue<SendJob>;

  constructor(settings: QueueSettings, log: Log) {
    this.queue = new Queue(DELIVERIES_QUEUE, { connection: queueConnection(settings, 'producer') });
    this.queue.on('error', (error) => {
      log.warn({ err: error }, 'the queue cannot be reached');
    });
  }

  async add(job: SendJob): Promise<void> {
    await this.queue.add('send', job, { jobId: job.lease, attempts: 1, removeOnComplete: true, removeOnFail: true });
  }

  async close(): Promise<void> {
    await this.queue.close();
  }
}

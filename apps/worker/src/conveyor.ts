import { DELIVERIES_QUEUE, queueConnection, type Log, type QueueSettings, type SendJob } from '@app/runtime';
import { Queue } from 'bullmq';
import { setTimeout as pause } from 'node:timers/promises';
import type { Conveyor } from './relay';

const MOST_ASKED_MS = 1_000;
const READY_WITHIN_MS = 1_000;

/** A connection that is closed while it is being made stays open. Of one that can't be made nobody waits for ever. */
export async function readySoon(side: { waitUntilReady(): Promise<unknown> }): Promise<void> {
  const late = new AbortController();
  await Promise.race([
    side.waitUntilReady().catch(() => undefined),
    pause(READY_WITHIN_MS, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
}

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

  /** Jobs by their state; what can't be asked within a second is not told. */
  async jobs(): Promise<Record<string, number>> {
    const late = new Promise<Record<string, number>>((resolve) => {
      setTimeout(() => {
        resolve({});
      }, MOST_ASKED_MS).unref();
    });
    return Promise.race([this.queue.getJobCounts('waiting', 'active', 'delayed'), late]);
  }

  async close(): Promise<void> {
    await readySoon(this.queue);
    await this.queue.close();
  }
}

import type { Log, SendJob } from '@app/runtime';
import { newId } from '@app/runtime';
import { leaseDeliveries, releaseLease, type Database } from '@app/store';
import { DUE_CHANNEL, type ApplyScheduledChanges, type MatureConversions } from '@app/tracking';
import { mark } from './marks';

/** Where a leased batch goes: BullMQ's queue, seen from here. */
export interface Conveyor {
  add(job: SendJob): Promise<void>;
}

const LOOK_EVERY_MS = 500;
/** Where platform time runs faster, it is as long for the platform, but no shorter than this for the machine. */
const SHORTEST_LOOK_MS = 25;
/** Between looks that left nothing behind: what is asked for meanwhile shares one look, one job and one start. */
const REST_MS = 10;
/** Large: what a job costs the queue and the ledger is shared by all of its deliveries. */
const BATCH = 250;
/** A batch that no worker begins in this time is leased again: the queue may have lost it. */
const QUEUED_LEASE_MS = 20_000;

/**
 * Carries what fell due to the queue: applies scheduled changes, matures conversions, leases deliveries, adds one job a batch. Woken by the
 * database's notification, by a settled batch, and by itself twice a second for whatever those missed.
 */
export class Relay {
  private unsubscribe: () => void = () => undefined;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private again = false;
  /** Time may have passed, or something may have been said: changes and conversions are looked at, too. */
  private turns = false;
  private stopped = false;
  /** A test clock that moves waits for nobody's rest. */
  private endRest: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly turning: { changes: ApplyScheduledChanges; conversions: MatureConversions },
    private readonly conveyor: Conveyor,
    private readonly tools: { log: Log; attemptLeaseMs: number; scale?: number },
  ) {}

  async start(): Promise<void> {
    this.timer = setInterval(
      () => {
        this.wake();
      },
      Math.max(SHORTEST_LOOK_MS, LOOK_EVERY_MS / (this.tools.scale ?? 1)),
    );
    this.unsubscribe = await this.database.notifications.subscribe(DUE_CHANNEL, {
      onNotification: (how) => {
        this.wake();
        if (how === 'now') this.endRest();
      },
      onListening: () => {
        this.wake();
      },
    });
  }

  /** Looks soon; calls during a look make one more look. */
  wake(): void {
    this.turns = true;
    this.wakeForRoom();
  }

  /** Looks soon for deliveries alone: receivers have room again, successors and retries may be due. */
  wakeForRoom(): void {
    if (this.stopped) return;
    this.again = true;
    this.looking ??= this.lookWhileAsked().finally(() => {
      this.looking = null;
      // Asked for between the last look and here.
      if (this.again) this.wakeForRoom();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    this.unsubscribe();
    this.endRest();
    await this.looking;
  }

  private async lookWhileAsked(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        if (await this.look()) this.again = true;
        else await this.rest();
      } catch (error) {
        // The next look, at the latest by the timer, tries again: nothing was lost, the rows are still due.
        this.tools.log.warn({ err: error }, 'the relay could not look');
      }
    }
  }

  private rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, REST_MS);
      this.endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Answers whether there may be more. */
  private async look(): Promise<boolean> {
    // What is due already need not wait for what becomes due by a change: that has a look of its own.
    const turning = this.turns ? this.turnAll() : Promise.resolve(0);
    try {
      const mayBeMore = await this.lease();
      const turned = await turning;
      if (turned > 0) this.turns = true;
      return turned > 0 || mayBeMore;
    } finally {
      await turning;
    }
  }

  private async lease(): Promise<boolean> {
    mark('before-claim');
    const lease = newId();
    const { deliveryIds, mayBeMore } = await leaseDeliveries(this.database, {
      lease,
      batch: BATCH,
      leaseMs: QUEUED_LEASE_MS,
      attemptLeaseMs: this.tools.attemptLeaseMs,
    });
    if (deliveryIds.length > 0) {
      mark('after-claim');
      await this.hand({ lease, deliveryIds });
      mark('after-enqueue');
    }
    return mayBeMore;
  }

  private async turnAll(): Promise<number> {
    this.turns = false;
    const applied = await this.turn('scheduled changes could not apply', () => this.turning.changes.apply());
    return applied + (await this.turn('conversions could not mature', () => this.turning.conversions.mature()));
  }

  /** What can't change or mature must not keep what is due from leaving. */
  private async turn(trouble: string, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      this.tools.log.warn({ err: error }, trouble);
      return 0;
    }
  }

  private async hand(job: SendJob): Promise<void> {
    try {
      await this.conveyor.add(job);
    } catch (error) {
      await releaseLease(this.database, job.lease);
      throw error;
    }
  }
}

import { Recurring, type Log } from '@app/runtime';
import { DAILY_TABLES } from '@app/store';
import type { TurnDays } from '@app/tracking';

const EVERY_MS = 3_600_000;

/** Looks at the start and every hour which days are to be made and which have to go. */
export class Housekeeping {
  private readonly looks = new Recurring(() => this.turnAll(), EVERY_MS);

  constructor(
    private readonly days: TurnDays,
    private readonly log: Log,
  ) {}

  start(): void {
    this.looks.run();
    this.looks.start();
  }

  stop(): Promise<void> {
    return this.looks.stop();
  }

  private async turnAll(): Promise<void> {
    await this.days.forgetEvents().catch((error: unknown) => {
      this.log.warn({ err: error }, 'old events could not be forgotten');
    });
    for (const table of DAILY_TABLES) {
      if (this.looks.isStopped) return;
      try {
        const gone = await this.days.turn(table);
        if (gone.length > 0) this.log.info({ table, gone }, 'days were let go');
      } catch (error) {
        // Nothing is half done that the next turn would not take up.
        this.log.warn({ err: error, table }, 'old days could not be let go');
      }
    }
  }
}

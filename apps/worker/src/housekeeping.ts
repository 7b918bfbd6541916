import type { Log } from '@app/runtime';
import { DAILY_TABLES } from '@app/store';
import type { TurnDays } from '@app/tracking';

const EVERY_MS = 3_600_000;

/** Looks at the start and every hour which days are to be made and which have to go. */
export class Housekeeping {
  private timer: NodeJS.Timeout | null = null;
  private turning: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly days: TurnDays,
    private readonly log: Log,
  ) {}

  start(): void {
    this.look();
    this.timer = setInterval(() => {
      this.look();
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.turning;
  }

  private look(): void {
    this.turning ??= this.turnAll().finally(() => {
      this.turning = null;
    });
  }

  private async turnAll(): Promise<void> {
    for (const table of DAILY_TABLES) {
      if (this.stopped) return;
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

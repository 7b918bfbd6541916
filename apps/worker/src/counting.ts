import type { Log } from '@app/runtime';
import type { FoldClickCounts } from '@app/tracking';

const FOLD_EVERY_MS = 2_000;

/** Folds counts of clicks every few seconds, so that a report finds few that are not. */
export class Counting {
  private timer: NodeJS.Timeout | null = null;
  private folding: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly counts: FoldClickCounts,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.folding ??= this.foldAll().finally(() => {
        this.folding = null;
      });
    }, FOLD_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.folding;
  }

  private async foldAll(): Promise<void> {
    try {
      let mayBeMore = true;
      while (mayBeMore && !this.stopped) mayBeMore = await this.counts.fold();
    } catch (error) {
      // Nothing was lost: the next turn folds the same ones.
      this.log.warn({ err: error }, 'counts of clicks could not be folded');
    }
  }
}

import { Recurring, type Log } from '@app/runtime';
import type { FoldClickCounts } from '@app/tracking';

const FOLD_EVERY_MS = 2_000;

/** Folds counts of clicks every few seconds, so that a report finds few that are not. */
export class Counting {
  private readonly turns = new Recurring(() => this.foldAll(), FOLD_EVERY_MS);

  constructor(
    private readonly counts: FoldClickCounts,
    private readonly log: Log,
  ) {}

  start(): void {
    this.turns.start();
  }

  stop(): Promise<void> {
    return this.turns.stop();
  }

  private async foldAll(): Promise<void> {
    try {
      let mayBeMore = true;
      while (mayBeMore && !this.turns.isStopped) mayBeMore = await this.counts.fold();
    } catch (error) {
      // Nothing was lost: the next turn folds the same ones.
      this.log.warn({ err: error }, 'counts of clicks could not be folded');
    }
  }
}

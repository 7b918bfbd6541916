import { foldClickDeltas, type Database } from '@app/store';

const BATCH = 10_000;

/** Makes counts out of what was written beside clicks and views since. It changes no total: reports see both. ADR 0014. */
export class FoldClickCounts {
  constructor(private readonly database: Database) {}

  /** Folds one batch; answers whether there may be more. */
  async fold(): Promise<boolean> {
    const folded = await this.database.transaction((tx) => foldClickDeltas(tx, BATCH));
    return folded === BATCH;
  }
}

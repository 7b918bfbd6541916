import { Recurring, type Log } from '@app/runtime';
import { refreshStatistics, type Database } from '@app/store';

const LOOK_EVERY_MS = 1_000;

/** In each process that writes: looks every second whether a young table outgrew what PostgreSQL knows of it, so that plans never fit an empty ledger. */
export class Statistics {
  private readonly looks = new Recurring(() => this.look(), LOOK_EVERY_MS);

  private constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  static start(database: Database, log: Log): Statistics {
    const statistics = new Statistics(database, log);
    statistics.looks.start();
    return statistics;
  }

  stop(): Promise<void> {
    return this.looks.stop();
  }

  private async look(): Promise<void> {
    try {
      const tables = await refreshStatistics(this.database);
      if (tables.length > 0) this.log.debug({ tables }, 'tables were looked at anew');
    } catch (error) {
      // Nothing is wrong with the ledger, it may be slow: the next look, or autovacuum, makes up for it.
      this.log.warn({ err: error }, 'statistics could not be refreshed');
    }
  }
}

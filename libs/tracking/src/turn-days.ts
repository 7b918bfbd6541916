import { expireDays, keepDaysAhead, type DailyTable, type Database } from '@app/store';
import { forgetOldEvents } from './platform-events';

/** A worker that stands still for so long costs nobody more than a moment: who writes makes the missing day. */
const DAYS_AHEAD = 2;

/** Makes the coming days of what grows with traffic, and lets old ones go. In real time, not in an account's. ADR 0017. */
export class TurnDays {
  /** `keepMs`: how long each table keeps what was written to it; `null`: for ever. */
  constructor(
    private readonly database: Database,
    private readonly keepMs: Readonly<Record<DailyTable, number | null>>,
  ) {}

  /** What the event stream alone needed. */
  forgetEvents(): Promise<void> {
    return forgetOldEvents(this.database);
  }

  /** Answers the parts that went. However many processes do this at once, each part goes once. */
  async turn(table: DailyTable): Promise<string[]> {
    await keepDaysAhead(this.database, table, DAYS_AHEAD);
    const keepMs = this.keepMs[table];
    return keepMs === null ? [] : expireDays(this.database, table, keepMs);
  }
}

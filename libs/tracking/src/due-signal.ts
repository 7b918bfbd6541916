import type { Database } from '@app/store';

export const DUE_CHANNEL = 'pitlane_due';
export const CONFIG_CHANNEL = 'pitlane_config';

/**
 * Tells the relays that something fell due. Announcements of one process are merged while one is under way: a NOTIFY
 * inside each transaction would make all commits queue behind one lock. A relay that misses it looks by itself soon after.
 */
export class DueSignal {
  private underWay = false;
  private again = false;

  constructor(private readonly database: Database) {}

  announce(): void {
    if (this.underWay) {
      this.again = true;
      return;
    }
    this.underWay = true;
    this.database
      .query(`NOTIFY ${DUE_CHANNEL}`)
      .catch(() => undefined)
      .finally(() => {
        this.underWay = false;
        if (!this.again) return;
        this.again = false;
        this.announce();
      });
  }
}

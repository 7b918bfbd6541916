import type { Log } from '@app/runtime';
import { Grouped, stampKeyUse, type Database } from '@app/store';

const ONCE_MS = 60_000;
const MOST_KEYS = 10_000;

/** Notes when a key was last used, to the minute. No call waits for it, and none fails by it. */
export class KeyUse {
  private readonly notedAt = new Map<string, number>();
  private readonly writes: Grouped<string>;

  constructor(
    database: Database,
    private readonly log: Log,
  ) {
    const stamp = async (ids: string[]): Promise<string[]> => {
      await stampKeyUse(database, ids);
      return ids;
    };
    this.writes = new Grouped(stamp, 'key-use', { slots: 1 });
  }

  note(keyId: string): void {
    const now = performance.now();
    const before = this.notedAt.get(keyId);
    if (before !== undefined && now - before < ONCE_MS) return;
    if (this.notedAt.size >= MOST_KEYS) this.notedAt.clear();
    this.notedAt.set(keyId, now);
    this.writes.add(keyId).catch((error: unknown) => {
      this.log.error({ err: error }, 'the last use of a key could not be noted');
    });
  }

  drained(): Promise<void> {
    return this.writes.drained();
  }
}

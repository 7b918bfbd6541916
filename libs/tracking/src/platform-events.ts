import { newId } from '@app/runtime';
import type { Database } from '@app/store';

export const EVENTS_CHANNEL = 'pitlane_events';

/** What the event stream tells of. K§7. */
export const EVENT_KINDS = ['import'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** PostgreSQL carries less than this with a notification. */
const MOST_BYTES = 8_000;

/** Tells every process that something happened in an account, for whoever watches there. */
export class PlatformEvents {
  constructor(private readonly database: Database) {}

  /** Never fails: nothing may depend on who watches. An event that is too large is left out. */
  async publish(accountId: string, kind: EventKind, data: object): Promise<void> {
    const payload = JSON.stringify({ id: newId(), accountId, kind, data });
    if (Buffer.byteLength(payload) >= MOST_BYTES) return;
    await this.database.query('SELECT pg_notify($1, $2)', [EVENTS_CHANNEL, payload]).catch(() => undefined);
  }
}

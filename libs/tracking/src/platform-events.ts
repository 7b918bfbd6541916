import { newId } from '@app/runtime';
import type { Database } from '@app/store';

export const EVENTS_CHANNEL = 'pitlane_events';

/** What the event stream tells of. K§7. */
export const EVENT_KINDS = [
  'click',
  'conversion',
  'status',
  'delivery',
  'attempt',
  'clock',
  'request',
  'import',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What stands in no other table; the event stream reads everything else off the ledger. */
export type KeptEventKind = 'clock' | 'import';

const KEEP_FOR = '7 days';

const KEEP = `
  INSERT INTO platform_events (id, account_id, kind, at, data)
  SELECT $1, a.id, $3, platform_now(a.frozen_at, a.clock_shift), $4 FROM accounts a WHERE a.id = $2
  RETURNING pg_notify('${EVENTS_CHANNEL}', account_id::text)`;

/** Keeps what the event stream tells and no other table holds, where there is such a stream, and wakes who watches. */
export class PlatformEvents {
  /** `kept`: in `local`; elsewhere nobody can watch. */
  constructor(
    private readonly database: Database,
    private readonly options: { kept: boolean },
  ) {}

  /** Never fails: nothing may depend on who watches. */
  async publish(accountId: string, kind: KeptEventKind, data: object): Promise<void> {
    if (!this.options.kept) return;
    await this.database.query(KEEP, [newId(), accountId, kind, JSON.stringify(data)]).catch(() => undefined);
  }
}

/** Nobody comes back to a stream after so long. */
export async function forgetOldEvents(database: Database): Promise<void> {
  await database.query(
    `DELETE FROM platform_events WHERE id < first_id_of((now() AT TIME ZONE 'UTC' - interval '${KEEP_FOR}')::date)`,
  );
}

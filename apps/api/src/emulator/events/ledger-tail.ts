import { Injectable } from '@nestjs/common';
import { Database } from '@app/store';
import type { EventKind } from '@app/tracking';
import { cursorText, floorId, type Cursor, type Moment } from './cursor';
import { eventsText } from './ledger-events';
import type { PlatformEvent } from './platform-event';

const MOST_A_PAGE = 200;
/** How long before its transaction began the id of a row may have been made: it waited for its group, or clocks differ. */
const MADE_BEFORE_MS = 60_000;

/** Whose events are read, and which. */
export interface TailFilter {
  accountIds: readonly string[];
  kinds: readonly EventKind[];
}

export interface TailPage {
  events: PlatformEvent[];
  /** How far the ledger has been read now. */
  cursor: Cursor;
  /** There may be more at once. */
  isFull: boolean;
}

interface EventRow {
  until: string;
  /** `null`, as all that follows: there was none. */
  id: string | null;
  transaction: string;
  rank: number;
  kind: EventKind;
  accountId: string;
  account: string;
  at: Date;
  data: object;
}

/**
 * Reads what was committed since, off the ledger itself. Which rows these are is judged by PostgreSQL's snapshots, not by their ids or
 * times: a transaction that was open for long, and commits behind others, is told when it does, once. ADR 0025.
 */
@Injectable()
export class LedgerTail {
  constructor(private readonly database: Database) {}

  /**
   * The present. The floor is read first: whatever is under way in the snapshot began after it, or was seen when it was read.
   */
  async now(): Promise<Moment> {
    const { floorMs } = await this.look();
    const { rows } = await this.database.query<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot');
    return { snapshot: rows[0]?.snapshot ?? '', floorMs };
  }

  async read(cursor: Cursor, { accountIds, kinds }: TailFilter): Promise<TailPage> {
    const { since, page } = cursor;
    const present = page?.until ?? (await this.look());
    if (present.snapshot === since.snapshot) return { events: [], cursor, isFull: false };
    const { rows } = await this.database.query<EventRow>(eventsText(kinds), [
      accountIds,
      since.snapshot,
      floorId(since),
      kinds,
      ...placeOf(page),
      MOST_A_PAGE,
    ]);
    const snapshot = rows[0]?.until;
    if (snapshot === undefined) throw new Error('A page has a row.');
    return pageOf(rows, since, { snapshot, floorMs: present.floorMs });
  }

  /** A floor for the next snapshot that is taken, and one of now, which tells whether anything was written. */
  private async look(): Promise<Moment> {
    const { rows } = await this.database.query<Moment>(
      `SELECT pg_current_snapshot()::text AS snapshot,
              floor(extract(epoch FROM least(min(xact_start), clock_timestamp())) * 1000)::float8 - ${String(MADE_BEFORE_MS)} AS "floorMs"
         FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'`,
    );
    const [present] = rows;
    if (present === undefined) throw new Error('An aggregate answered no row.');
    return present;
  }
}

/** `null`s: from the beginning of what is new, until now. */
function placeOf(page: Cursor['page']): (string | number | null)[] {
  if (page === null) return [null, null, null, null];
  const { until, after } = page;
  return [until.snapshot, after.transaction, after.rank, after.id];
}

function pageOf(rows: readonly EventRow[], since: Moment, until: Moment): TailPage {
  const isFull = rows.length === MOST_A_PAGE;
  const events = rows.flatMap((row, index): PlatformEvent[] => {
    const { id, transaction, rank, kind, accountId, account, at, data } = row;
    if (id === null) return [];
    const isLast = index === rows.length - 1 && !isFull;
    const cursor: Cursor = isLast
      ? { since: until, page: null }
      : { since, page: { until, after: { transaction, rank, id } } };
    return [{ id: cursorText(cursor), accountId, kind, data: { ...data, kind, at: at.toISOString(), account } }];
  });
  const last = rows.at(-1);
  const isPart = isFull && last !== undefined && last.id !== null;
  const after = isPart ? { transaction: last.transaction, rank: last.rank, id: last.id ?? '' } : null;
  const cursor = after === null ? { since: until, page: null } : { since, page: { until, after } };
  return { events, cursor, isFull };
}

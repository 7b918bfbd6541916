import { DatabaseError, type QueryResultRow } from 'pg';
import { prepared, type Database } from './database';

/** Tables that have a part for each UTC day of real time. The id of a row tells its day; an attempt is of its delivery's. ADR 0017. */
export const DAILY_TABLES = ['clicks', 'views', 'attempts', 'request_logs'] as const;
export type DailyTable = (typeof DAILY_TABLES)[number];

const NO_SUCH_TABLE = '42P01';
const NO_PART = '23514';
/** A group of writes has ids of two days at most, around midnight. */
const MOST_MISSING = 3;

const KEEP_DAY = 'SELECT keep_day($1, day_of_id($2))';

/**
 * Runs a write outside of any transaction. Where it finds that nobody made its day ahead, the day is made and the write, of which
 * nothing is there, runs again.
 */
export async function withDays<Result>(database: Database, write: () => Promise<Result>): Promise<Result> {
  for (let made = 0; ; made++) {
    try {
      return await write();
    } catch (error) {
      const missing = missingDay(error);
      if (missing === null || made === MOST_MISSING) throw error;
      await database.query(KEEP_DAY, [missing.table, missing.id]);
    }
  }
}

/** Which table has no part for which id, if that is what the error says. */
function missingDay(error: unknown): { table: DailyTable; id: string } | null {
  if (!(error instanceof DatabaseError) || error.code !== NO_PART || error.constraint !== undefined) return null;
  const table = DAILY_TABLES.find((name) => name === error.table);
  const id = /\(([0-9a-f-]{36})\)/.exec(error.detail ?? '')?.[1];
  return table === undefined || id === undefined ? null : { table, id };
}

const DAY_MS = 86_400_000;
const NOON_OF_2100_MS = 4_102_488_000_000;
const MOST_KNOWN = 200;

type Statement = ReturnType<typeof prepared>;

/**
 * A statement on one daily table, as many times as there are days: its plan is kept and knows its own day alone, where one on the whole
 * table would look at all of them, or be planned anew each time. Rows of several days, and of days that have no part of
 * their own, are found in the whole table.
 */
export class ByDay {
  private readonly whole: Statement;
  /** By name of the part; `null`: there is none. */
  private readonly parts = new Map<string, Statement | null>();

  /** `name` must be unique for the text, as of {@link prepared}. */
  constructor(
    private readonly name: string,
    private readonly table: DailyTable,
    private readonly text: (table: string) => string,
  ) {
    this.whole = prepared(name, text(table));
  }

  /** `ids` are those that tell the day. */
  async query<Row extends QueryResultRow>(
    database: Database,
    ids: readonly string[],
    values: unknown[],
  ): Promise<Row[]> {
    const part = this.partOf(ids);
    if (part === null) return this.queryWhole(database, values);
    const known = this.parts.get(part);
    if (known === null) return this.queryWhole(database, values);
    const statement = known ?? (await this.prepare(database, part));
    if (statement === null) return this.queryWithout(database, part, values);
    try {
      return (await database.query<Row>(statement(values))).rows;
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== NO_SUCH_TABLE) throw error;
      return this.queryWithout(database, part, values);
    }
  }

  /** Notes that there is no such part, unless the write fails for it: then it is about to be made. */
  private async queryWithout<Row extends QueryResultRow>(
    database: Database,
    part: string,
    values: unknown[],
  ): Promise<Row[]> {
    const rows = await this.queryWhole<Row>(database, values);
    this.parts.set(part, null);
    return rows;
  }

  private async queryWhole<Row extends QueryResultRow>(database: Database, values: unknown[]): Promise<Row[]> {
    return (await database.query<Row>(this.whole(values))).rows;
  }

  /** Name of the one part that all of them belong to. */
  private partOf(ids: readonly string[]): string | null {
    const [first] = ids;
    if (first === undefined) return null;
    const day = dayOf(first);
    if (ids.some((id) => dayOf(id) !== day)) return null;
    const at = day * DAY_MS;
    if (!(at < NOON_OF_2100_MS)) return null;
    return `${this.table}_${new Date(at).toISOString().slice(0, 10).replaceAll('-', '')}`;
  }

  private async prepare(database: Database, part: string): Promise<Statement | null> {
    const { rows } = await database.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [part]);
    if (this.parts.size === MOST_KNOWN) this.parts.clear();
    if (rows[0]?.there !== true) return null;
    const statement = prepared(`${this.name}-${part}`, this.text(part));
    this.parts.set(part, statement);
    return statement;
  }
}

/** Number of the UTC day, since 1970, in which an id of version 7 was made. */
function dayOf(id: string): number {
  return Math.floor(parseInt(id.slice(0, 8) + id.slice(9, 13), 16) / DAY_MS);
}

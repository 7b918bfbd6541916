import type { Database, DayCount, Tx } from '@app/store';
import type { ListQuery } from './csv';
import { listFile, type ListFile } from './list-file';
import { toPage, type Page } from './page';
import { Problem } from '../problem';
import { seekDay, type PageStart } from './seek-day';

/** What a query can answer, as the driver types it. */
export type DatabaseRow = Awaited<ReturnType<Tx['query']>>['rows'][number];

/** Rows of one account as a list: how they are read, in which orders, and what an item looks like. */
export interface LedgerList<Row extends DatabaseRow, Item extends object> {
  /** Name of the file when it is exported. */
  name: string;
  select: string;
  /** The table, or view, whose columns conditions and orders are about. */
  from: string;
  /** What an item needs besides, one row at most for each; nothing that is counted or skipped pays for it. */
  joins?: string;
  /** The column that tells rows of the same order apart. */
  id: string;
  /** What `orderby` may say, in any case, and the column it means (never null) with its type; the first is the default. */
  orders: Readonly<Record<string, ListOrder>>;
  /** Fields of an item that an export has as columns, in this order. */
  columns: readonly string[];
  /** Newest first unless `order_asc` says otherwise; `true`: oldest first. */
  ascending?: boolean;
  toItem: (row: Row) => Item;
  /** How many rows there are of each day, where that is known without a look at each; the only order is by time then. */
  days?: (tx: Tx) => Promise<DayCount[]>;
  /** `few`: the conditions leave few rows of many and no index finds them, so that they are looked for once, not for page and total. */
  leaves?: 'few';
}

export interface ListOrder {
  column: string;
  type: 'timestamptz' | 'text' | 'numeric' | 'integer';
}

/** One page, or everything as a file. */
export type ListAnswer<Item> = Page<Item> | ListFile;

/** Conditions of a list with their values. `$1` is the account: a list without it can't be built. */
export class Where {
  readonly values: unknown[];
  private readonly conditions: string[];

  constructor(accountColumn: string, accountId: string) {
    this.values = [accountId];
    this.conditions = [`${accountColumn} = $1`];
  }

  /** `?` in the condition stands for the value; without a value the condition is left out. */
  and(condition: string, value: unknown): this {
    if (value === undefined) return this;
    this.values.push(value);
    this.conditions.push(condition.replaceAll('?', `$${String(this.values.length)}`));
    return this;
  }

  get sql(): string {
    return this.conditions.join(' AND ');
  }

  /** The condition on the account alone. */
  get ofAccount(): string {
    return this.conditions[0] ?? 'false';
  }
}

const BATCH = 1_000;

/** Answers a list call: a page of items, or with `format=csv|xlsx` the whole list as a file. */
export async function answerList<Row extends DatabaseRow, Item extends object>(
  database: Database,
  list: LedgerList<Row, Item>,
  where: Where,
  query: ListQuery,
): Promise<ListAnswer<Item>> {
  const file = await listFile(query.format, list.name, list.columns, () => readAll(database, list, where, query));
  if (file !== null) return file;
  const { total, rows } = await (list.leaves === 'few' ? readFew : readMany)(database, list, where, query);
  return toPage(rows.map(list.toItem), total, query);
}

/** One page of rows, and how many rows there are on all. */
interface Counted<Row> {
  total: number;
  rows: Row[];
}

async function readMany<Row extends DatabaseRow, Item extends object>(
  database: Database,
  list: LedgerList<Row, Item>,
  where: Where,
  query: ListQuery,
): Promise<Counted<Row>> {
  const { direction } = orderOf(list, query);
  const start = { bound: null, offset: offsetOf(query) };
  if (list.days === undefined) {
    const { sql, values } = where;
    const [counted, rows] = await Promise.all([
      database.query<{ count: string }>(`SELECT count(*) FROM ${list.from} WHERE ${sql}`, values),
      readPage(database, list, where, { query, start }),
    ]);
    return { total: Number(counted.rows[0]?.count ?? 0), rows };
  }
  const days = await list.days(database);
  const total = days.reduce((sum, { rows }) => sum + rows, 0);
  if (start.offset >= total) return { total, rows: [] };
  const found = seekDay(days, start.offset, direction);
  return { total, rows: await readPage(database, list, where, { query, start: found }) };
}

/** Finds the page by ids alone, mostly in an index, so that rows before it need not be made. */
async function readPage<Row extends DatabaseRow, Item extends object>(
  database: Database,
  { select, from, joins = '', id, ...list }: LedgerList<Row, Item>,
  where: Where,
  { query, start: { bound, offset } }: { query: ListQuery; start: PageStart },
): Promise<Row[]> {
  const { column, direction } = orderOf(list, query);
  const order = `ORDER BY ${column} ${direction}, ${id} ${direction}`;
  const beyond = direction === 'ASC' ? '>=' : '<';
  const inner = bound === null ? '' : `AND ${column} ${beyond} $${String(where.values.length + 1)}`;
  const { rows } = await database.query<Row>(
    `WITH page AS MATERIALIZED (
       SELECT ${id} AS "pageId" FROM ${from} WHERE ${where.sql} ${inner} ${order} ${limitOf(query, offset)})
     SELECT ${select} FROM page, ${from} ${joins} WHERE ${id} = "pageId" AND ${where.ofAccount} ${order}`,
    bound === null ? where.values : [...where.values, bound],
  );
  return rows;
}

async function readFew<Row extends DatabaseRow, Item extends object>(
  database: Database,
  { select, from, joins = '', id, ...list }: LedgerList<Row, Item>,
  where: Where,
  query: ListQuery,
): Promise<Counted<Row>> {
  const { column, direction } = orderOf(list, query);
  const { rows: found } = await database.query<{ total: number; ids: string[] }>(
    `WITH matching AS MATERIALIZED (SELECT ${id} AS id, ${column} AS place FROM ${from} WHERE ${where.sql})
     SELECT (SELECT count(*)::float8 FROM matching) AS total,
            ARRAY(SELECT id FROM matching ORDER BY place ${direction}, id ${direction} ${limitOf(query, offsetOf(query))}) AS ids`,
    where.values,
  );
  const { total, ids } = found[0] ?? { total: 0, ids: [] };
  const { rows } = await database.query<Row>(
    `SELECT ${select} FROM ${from} ${joins} WHERE ${where.ofAccount} AND ${id} = ANY($2)
      ORDER BY ${column} ${direction}, ${id} ${direction}`,
    [where.values[0], ids],
  );
  return { total, rows };
}

const offsetOf = ({ page, page_size }: ListQuery): number => page * page_size;

const limitOf = ({ page_size }: ListQuery, offset: number): string =>
  `LIMIT ${String(page_size)} OFFSET ${String(offset)}`;

/** The first rows of a list, in its default order. */
export async function readFirst<Row extends DatabaseRow, Item extends object>(
  database: Database,
  list: LedgerList<Row, Item>,
  where: Where,
  limit: number,
): Promise<Item[]> {
  const { column, direction } = orderOf(list, {});
  const { rows } = await database.query<Row>(
    `SELECT ${list.select} FROM ${list.from} ${list.joins ?? ''} WHERE ${where.sql} ORDER BY ${column} ${direction}, ${list.id} ${direction} LIMIT ${String(limit)}`,
    where.values,
  );
  return rows.map(list.toItem);
}

/**
 * Every row, in batches that each continue after the last one of the batch before: no cursor and no transaction stays
 * open while a slow client takes its time.
 */
export async function* readAll<Row extends DatabaseRow, Item extends object>(
  database: Database,
  list: LedgerList<Row, Item>,
  where: Where,
  query: Pick<ListQuery, 'orderby' | 'order_asc'>,
): AsyncGenerator<Item[]> {
  const { column, type, direction } = orderOf(list, query);
  const read = async (after: readonly string[]): Promise<(Row & ListKey)[]> => {
    const beyond = direction === 'ASC' ? '>' : '<';
    const [key, id] = [where.values.length + 1, where.values.length + 2];
    const start =
      after.length === 0 ? '' : `AND (${column}, ${list.id}) ${beyond} ($${String(key)}::${type}, $${String(id)})`;
    const { rows } = await database.query<Row & ListKey>(
      `SELECT ${list.select}, (${column})::text AS "listKey", ${list.id} AS "listId" FROM ${list.from} ${list.joins ?? ''} WHERE ${where.sql} ${start}
        ORDER BY ${column} ${direction}, ${list.id} ${direction} LIMIT ${String(BATCH)}`,
      [...where.values, ...after],
    );
    return rows;
  };
  for (let rows = await read([]); ;) {
    yield rows.map(list.toItem);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    rows = await read([last.listKey, last.listId]);
  }
}

/** Where a batch ended. */
interface ListKey {
  listKey: string;
  listId: string;
}

function orderOf(
  list: Pick<LedgerList<DatabaseRow, object>, 'orders' | 'ascending'>,
  { orderby, order_asc }: Pick<ListQuery, 'orderby' | 'order_asc'>,
): ListOrder & { direction: 'ASC' | 'DESC' } {
  const names = Object.keys(list.orders);
  const name = orderby === undefined ? names[0] : names.find((each) => each.toLowerCase() === orderby.toLowerCase());
  const order = name === undefined ? undefined : list.orders[name];
  if (order === undefined) throw Problem.field('orderby', `This list can be sorted by ${names.join(', ')}.`);
  return { ...order, direction: (order_asc ?? list.ascending ?? false) ? 'ASC' : 'DESC' };
}

import type { Database, Tx } from '@app/store';
import type { ListQuery } from './csv';
import { listFile, type ListFile } from './list-file';
import { toPage, type Page } from './page';
import { Problem } from './problem';

/** What a query can answer, as the driver types it. */
export type DatabaseRow = Awaited<ReturnType<Tx['query']>>['rows'][number];

/** Rows of one account as a list: how they are read, in which orders, and what an item looks like. */
export interface LedgerList<Row extends DatabaseRow, Item extends object> {
  /** Name of the file when it is exported. */
  name: string;
  select: string;
  from: string;
  /** The column that tells rows of the same order apart. */
  id: string;
  /** What `orderby` may say, in any case, and the column it means (never null) with its type; the first is the default. */
  orders: Readonly<Record<string, ListOrder>>;
  /** Fields of an item that an export has as columns, in this order. */
  columns: readonly string[];
  /** Newest first unless `order_asc` says otherwise; `true`: oldest first. */
  ascending?: boolean;
  toItem: (row: Row) => Item;
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
  const order = orderOf(list, query);
  const { page, page_size } = query;
  const [counted, read] = await Promise.all([
    database.query<{ count: string }>(`SELECT count(*) FROM ${list.from} WHERE ${where.sql}`, where.values),
    database.query<Row>(
      `SELECT ${list.select} FROM ${list.from} WHERE ${where.sql}
        ORDER BY ${order.column} ${order.direction}, ${list.id} ${order.direction} LIMIT ${String(page_size)} OFFSET ${String(page * page_size)}`,
      where.values,
    ),
  ]);
  return toPage(read.rows.map(list.toItem), Number(counted.rows[0]?.count ?? 0), query);
}

/** The first rows of a list, in its default order. */
export async function readFirst<Row extends DatabaseRow, Item extends object>(
  database: Database,
  list: LedgerList<Row, Item>,
  where: Where,
  limit: number,
): Promise<Item[]> {
  const { column, direction } = orderOf(list, {});
  const { rows } = await database.query<Row>(
    `SELECT ${list.select} FROM ${list.from} WHERE ${where.sql} ORDER BY ${column} ${direction}, ${list.id} ${direction} LIMIT ${String(limit)}`,
    where.values,
  );
  return rows.map(list.toItem);
}

/**
 * Every row, in batches that each continue after the last one of the batch before: no cursor and no transaction stays
 * open while a slow client takes its time.
 */
async function* readAll<Row extends DatabaseRow, Item extends object>(
  database: Database,
  list: LedgerList<Row, Item>,
  where: Where,
  query: ListQuery,
): AsyncGenerator<Item[]> {
  const { column, type, direction } = orderOf(list, query);
  const read = async (after: readonly string[]): Promise<(Row & ListKey)[]> => {
    const beyond = direction === 'ASC' ? '>' : '<';
    const [key, id] = [where.values.length + 1, where.values.length + 2];
    const start =
      after.length === 0 ? '' : `AND (${column}, ${list.id}) ${beyond} ($${String(key)}::${type}, $${String(id)})`;
    const { rows } = await database.query<Row & ListKey>(
      `SELECT ${list.select}, (${column})::text AS "listKey", ${list.id} AS "listId" FROM ${list.from} WHERE ${where.sql} ${start}
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

function orderOf<Row extends DatabaseRow, Item extends object>(
  list: LedgerList<Row, Item>,
  { orderby, order_asc }: Pick<ListQuery, 'orderby' | 'order_asc'>,
): ListOrder & { direction: 'ASC' | 'DESC' } {
  const names = Object.keys(list.orders);
  const name = orderby === undefined ? names[0] : names.find((each) => each.toLowerCase() === orderby.toLowerCase());
  const order = name === undefined ? undefined : list.orders[name];
  if (order === undefined) throw Problem.field('orderby', `This list can be sorted by ${names.join(', ')}.`);
  return { ...order, direction: (order_asc ?? list.ascending ?? false) ? 'ASC' : 'DESC' };
}

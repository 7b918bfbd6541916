import {
  ILike,
  type FindOperator,
  type FindOptionsWhere,
  type ObjectLiteral,
  type Repository,
  type SelectQueryBuilder,
} from 'typeorm';
import type { ListQuery } from '../http/lists/csv';
import type { ListAnswer } from '../http/lists/ledger-list';
import { listFile } from '../http/lists/list-file';
import { toPage } from '../http/lists/page';
import { Problem } from '../http/problem';

/** Configuration rows as a list: in which orders, and what an item looks like. */
export interface EntityList<Row extends ObjectLiteral, View extends object> {
  /** Name of the file when it is exported. */
  name: string;
  where: FindOptionsWhere<Row>;
  /** Fields that `orderby` may name, in any case; the first is the default. */
  sortable: readonly string[];
  /** Fields of an item that an export has as columns, in this order. */
  columns: readonly string[];
  toViews: (rows: Row[]) => View[] | Promise<View[]>;
}

const BATCH = 500;

/** One page, newest first unless the query says otherwise, or with `format=csv|xlsx` the whole list as a file. */
export async function answerEntities<Row extends ObjectLiteral, View extends object>(
  rows: Repository<Row>,
  list: EntityList<Row, View>,
  query: ListQuery,
): Promise<ListAnswer<View>> {
  const select = inOrder(rows, list, query);
  const file = await listFile(query.format, list.name, list.columns, () => readAll(select, list));
  if (file !== null) return file;
  const [found, total] = await select
    .offset(query.page * query.page_size)
    .limit(query.page_size)
    .getManyAndCount();
  return toPage(await list.toViews(found), total, query);
}

/** Rows whose text has `part` somewhere in it, in any case. */
export function containing(part: string): FindOperator<string> {
  return ILike(`%${part.replace(/[\\%_]/g, '\\$&')}%`);
}

/** Equal ones are in the order of their ids, so that no page repeats a row. */
function inOrder<Row extends ObjectLiteral, View extends object>(
  rows: Repository<Row>,
  { where, sortable }: EntityList<Row, View>,
  { orderby, order_asc }: ListQuery,
): SelectQueryBuilder<Row> {
  const field =
    orderby === undefined ? sortable[0] : sortable.find((name) => name.toLowerCase() === orderby.toLowerCase());
  if (field === undefined) throw Problem.field('orderby', `This list can be sorted by ${sortable.join(', ')}.`);
  const direction = order_asc === true ? 'ASC' : 'DESC';
  return rows
    .createQueryBuilder('row')
    .setFindOptions({ where })
    .orderBy(`row.${field}`, direction)
    .addOrderBy('row.id', direction);
}

async function* readAll<Row extends ObjectLiteral, View extends object>(
  select: SelectQueryBuilder<Row>,
  { toViews }: EntityList<Row, View>,
): AsyncGenerator<View[]> {
  for (let offset = 0; ; offset += BATCH) {
    const found = await select.offset(offset).limit(BATCH).getMany();
    yield await toViews(found);
    if (found.length < BATCH) return;
  }
}

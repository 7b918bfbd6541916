import type { FindOptionsWhere, ObjectLiteral, Repository } from 'typeorm';
import { ILike, type FindOperator } from 'typeorm';
import type { PageQuery } from '../http/page';
import { Problem } from '../http/problem';

export interface PageRules<Row> {
  where: FindOptionsWhere<Row>;
  /** Fields that `orderby` may name; without one, lists are by `createdAt`, newest first. */
  sortable: readonly string[];
}

/** One page of rows and how many there are in all. Equal ones are in the order of their ids, so that no page repeats a row. */
export function findPage<Row extends ObjectLiteral>(
  rows: Repository<Row>,
  query: PageQuery,
  { where, sortable }: PageRules<Row>,
): Promise<[Row[], number]> {
  const direction = query.order_asc === true ? 'ASC' : 'DESC';
  return rows
    .createQueryBuilder('row')
    .setFindOptions({ where })
    .orderBy(`row.${sortField(query, sortable)}`, direction)
    .addOrderBy('row.id', direction)
    .offset(query.page * query.page_size)
    .limit(query.page_size)
    .getManyAndCount();
}

/** Rows whose text has `part` somewhere in it, in any case. */
export function containing(part: string): FindOperator<string> {
  return ILike(`%${part.replace(/[\\%_]/g, '\\$&')}%`);
}

/** The field that a list is sorted by; the platform writes its names with a capital. G§7.5. */
export function sortField({ orderby }: PageQuery, sortable: readonly string[], otherwise = 'createdAt'): string {
  if (orderby === undefined) return otherwise;
  const field = sortable.find((name) => name.toLowerCase() === orderby.toLowerCase());
  if (field === undefined) throw Problem.field('orderby', `This list can be sorted by ${sortable.join(', ')}.`);
  return field;
}

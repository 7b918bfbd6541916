import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

export const toNumber = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && value !== '' ? Number(value) : value,
);
export const toBoolean = Transform(({ value }: { value: unknown }) =>
  value === 'true' ? true : value === 'false' ? false : value,
);

/** What every list takes. G§7.2. */
export class PageQuery {
  /** 0-based. */
  @toNumber @Max(10_000_000) @Min(0) @IsInt() page = 0;

  @toNumber @Max(100) @Min(1) @IsInt() page_size = 10;

  /** A field of the list's items; each list says which. */
  @IsOptional() @IsString() orderby?: string;

  @IsOptional() @toBoolean @IsBoolean() order_asc?: boolean;
}

/** One page of a list. G§7.2. */
export interface Page<Item> {
  indexFrom: number;
  pageIndex: number;
  pageSize: number;
  totalCount: number;
  totalPages: number;
  items: Item[];
  hasPreviousPage: boolean;
  hasNextPage: boolean;
}

export function toPage<Item>(
  items: Item[],
  totalCount: number,
  { page, page_size }: { page: number; page_size: number },
): Page<Item> {
  const totalPages = Math.ceil(totalCount / page_size);
  return {
    indexFrom: 0,
    pageIndex: page,
    pageSize: page_size,
    totalCount,
    totalPages,
    items,
    hasPreviousPage: page > 0,
    hasNextPage: page + 1 < totalPages,
  };
}

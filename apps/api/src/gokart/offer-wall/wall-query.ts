import { isUuid, normaliseUuid, PROGRESSES, toAudience, WALL_ORDERS, type Audience, type Progress } from '@app/domain';
import type { WallListing } from '@app/tracking';
import { given, pubParameters } from './click-call';

/** What a list of the wall is asked. G§7.2, G§7.3. */
export interface WallQuery {
  listing: WallListing;
  audience: Audience;
  progress: Progress | null;
  /** `fields=epc`. */
  withEpc: boolean;
}

export type ReadWallQuery =
  | { kind: 'read'; query: WallQuery }
  | { kind: 'refused'; parameter: string; message: string };

type Values = Readonly<Record<string, string>>;

const MOST_PAGES = 10_000_000;
const LARGEST_PAGE = 100;
const DEFAULT_PAGE_SIZE = 10;
const FLAGS = ['true', 'false'];

interface Demand {
  name: string;
  isMet: (text: string) => boolean;
  demand: string;
}

const DEMANDS: readonly Demand[] = [
  integer('page', { least: 0, most: MOST_PAGES }),
  integer('page_size', { least: 1, most: LARGEST_PAGE }),
  oneOf('orderby', WALL_ORDERS),
  oneOf('order_asc', FLAGS),
  uuid('filter.categoryId'),
  uuid('filter.placementId'),
  oneOf('filter.isFeatured', FLAGS),
  // An older page spells it with a space. G10.8.
  oneOf('filter.Progress', [...PROGRESSES, 'In Progress']),
];

/** Blank parameters count as not given. The first that can't be read is refused by its name. */
export function readWallQuery(values: Values): ReadWallQuery {
  const broken = DEMANDS.find(({ name, isMet }) => {
    const text = given(values, name);
    return text !== null && !isMet(text);
  });
  if (broken !== undefined) return { kind: 'refused', parameter: broken.name, message: broken.demand };
  return { kind: 'read', query: toQuery(values) };
}

function toQuery(values: Values): WallQuery {
  const orderBy = given(values, 'orderby');
  const progress = given(values, 'filter.Progress')?.replace(' ', '');
  return {
    listing: {
      filters: {
        categoryId: toId(given(values, 'filter.categoryId')),
        categoryName: given(values, 'filter.categoryName'),
        isFeatured: toFlag(given(values, 'filter.isFeatured')),
        search: given(values, 'filter.search'),
      },
      order: {
        by: WALL_ORDERS.find((order) => order === orderBy) ?? 'epc',
        ascending: toFlag(given(values, 'order_asc')) ?? false,
      },
      page: Number(given(values, 'page') ?? 0),
      pageSize: Number(given(values, 'page_size') ?? DEFAULT_PAGE_SIZE),
    },
    audience: toAudience(pubParameters(values), toId(given(values, 'filter.placementId'))),
    progress: PROGRESSES.find((known) => known === progress) ?? null,
    withEpc: (values['fields'] ?? '').split(',').some((field) => field.trim() === 'epc'),
  };
}

function toId(text: string | null): string | null {
  return text === null ? null : normaliseUuid(text);
}

function toFlag(text: string | null): boolean | null {
  return text === null ? null : text === 'true';
}

function integer(name: string, { least, most }: { least: number; most: number }): Demand {
  const isMet = (text: string): boolean => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return { name, isMet, demand: `must be a whole number from ${String(least)} to ${String(most)}` };
}

function oneOf(name: string, words: readonly string[]): Demand {
  return { name, isMet: (text) => words.includes(text), demand: `must be one of: ${words.join(', ')}` };
}

function uuid(name: string): Demand {
  return { name, isMet: isUuid, demand: 'must be a UUID' };
}

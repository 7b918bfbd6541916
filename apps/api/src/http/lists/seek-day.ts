import type { DayCount } from '@app/store';

const DAY_MS = 86_400_000;

/** Where a page begins in a list by time: among the rows beyond an instant, after so many of them. */
export interface PageStart {
  /** The earliest instant of those rows; in a descending list, the first one after them. `null`: all rows. */
  bound: Date | null;
  offset: number;
}

/** Leaps over the days that lie before a page as a whole, so that their rows need not be counted one by one. */
export function seekDay(days: readonly DayCount[], offset: number, direction: 'ASC' | 'DESC'): PageStart {
  let before = 0;
  for (const [start, rows] of inOrder(days, direction)) {
    if (before + rows > offset) {
      return { bound: new Date(direction === 'ASC' ? start : start + DAY_MS), offset: offset - before };
    }
    before += rows;
  }
  return { bound: null, offset };
}

/** Rows by the midnight at which their day begins. */
function inOrder(days: readonly DayCount[], direction: 'ASC' | 'DESC'): [number, number][] {
  const byStart = new Map<number, number>();
  for (const { day, rows } of days) {
    const start = Date.parse(`${day}T00:00:00Z`);
    byStart.set(start, (byStart.get(start) ?? 0) + rows);
  }
  const sign = direction === 'ASC' ? 1 : -1;
  return [...byStart].sort(([left], [right]) => sign * (left - right));
}

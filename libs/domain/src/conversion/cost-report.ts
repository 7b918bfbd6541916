import type { Targeting } from '../offer/offer';

const DAY_MS = 86_400_000;
/** From a day to the same one of the next year, both counted, leap years too. */
const MOST_DAYS = 367;
const SYSTEMS = ['IOS', 'Android', 'MacOS'];

/** Whole UTC days: from the first instant of one up to that of the day after the last. */
export interface CostDays {
  from: Date;
  until: Date;
}

export type CostDaysReading = ({ kind: 'days' } & CostDays) | { kind: 'reversed' } | { kind: 'too-many'; most: number };

/** The UTC days that two instants name, both counted. G§7.8. */
export function costDays(from: Date, to: Date): CostDaysReading {
  const first = dayOf(from);
  const until = dayOf(to) + DAY_MS;
  const days = (until - first) / DAY_MS;
  if (days < 1) return { kind: 'reversed' };
  if (days > MOST_DAYS) return { kind: 'too-many', most: MOST_DAYS };
  return { kind: 'days', from: new Date(first), until: new Date(until) };
}

/** The one system that an offer is for; `null`: any, or several. */
export function osOf({ devices = [] }: Targeting): string | null {
  const [only, ...others] = new Set(devices.map((device) => device.toLowerCase()));
  if (only === undefined || others.length > 0) return null;
  return SYSTEMS.find((name) => name.toLowerCase() === only) ?? null;
}

function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS) * DAY_MS;
}

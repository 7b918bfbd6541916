export const SCHEDULED_FIELDS = ['revenue', 'reward'] as const;
/** What a scheduled change sets: revenue per conversion, or reward points. G§8. */
export type ScheduledField = (typeof SCHEDULED_FIELDS)[number];

/** Changes that may wait for one field of one offer or event. G§8. */
export const MOST_PENDING_CHANGES = 5;

const HOUR_MS = 3_600_000;

/** When a change is wanted, and what it would wait beside. */
export interface WantedSchedule {
  at: Date;
  /** Platform time. */
  now: Date;
  /** When the other changes of the same field and offer or event are due. */
  pending: readonly Date[];
}

export type ScheduleRefusal = 'not-on-the-hour' | 'not-ahead' | 'too-far' | 'hour-taken' | 'too-many';

/** Why a change can't be scheduled so; `null`: it can. Future only, by the hour, a year ahead at most. G§8. */
export function judgeSchedule({ at, now, pending }: WantedSchedule): ScheduleRefusal | null {
  if (at.getTime() % HOUR_MS !== 0) return 'not-on-the-hour';
  if (at <= now) return 'not-ahead';
  if (at > aYearAfter(now)) return 'too-far';
  if (pending.some((taken) => taken.getTime() === at.getTime())) return 'hour-taken';
  return pending.length >= MOST_PENDING_CHANGES ? 'too-many' : null;
}

function aYearAfter(now: Date): Date {
  const year = new Date(now);
  year.setUTCFullYear(now.getUTCFullYear() + 1);
  return year;
}

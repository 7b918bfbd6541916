import { judgeSchedule, type ScheduleRefusal } from './scheduled-change';

const NOW = new Date('2026-11-21T06:30:00.000Z');
const HOURS = ['07', '08', '09', '10', '11'].map((hour) => new Date(`2026-11-21T${hour}:00:00Z`));

describe(judgeSchedule.name, () => {
  it.each<[at: string, pending: Date[], refusal: ScheduleRefusal | null]>([
    ['2026-11-21T07:00:00.000Z', [], null],
    ['2026-11-21T07:00:00.001Z', [], 'not-on-the-hour'],
    ['2026-11-21T07:30:00.000Z', [], 'not-on-the-hour'],
    ['2026-11-21T06:00:00.000Z', [], 'not-ahead'],
    ['2027-11-21T06:00:00.000Z', [], null],
    ['2027-11-21T07:00:00.000Z', [], 'too-far'],
    ['2026-11-21T07:00:00.000Z', HOURS.slice(0, 1), 'hour-taken'],
    ['2026-11-21T08:00:00.000Z', HOURS.slice(0, 1), null],
    ['2026-11-21T12:00:00.000Z', HOURS.slice(0, 4), null],
    ['2026-11-21T12:00:00.000Z', HOURS, 'too-many'],
    ['2026-11-21T08:00:00.000Z', HOURS, 'hour-taken'],
  ])('should judge %s beside %j: %s', (at, pending, refusal) => {
    expect(judgeSchedule({ at: new Date(at), now: NOW, pending })).toBe(refusal);
  });

  it('should not take the present hour when it begins now', () => {
    const now = new Date('2026-11-21T07:00:00Z');
    expect(judgeSchedule({ at: now, now, pending: [] })).toBe('not-ahead');
  });
});

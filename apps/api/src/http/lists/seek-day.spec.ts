import { seekDay } from './seek-day';

const DAYS = [
  { day: '2024-03-01', rows: 3 },
  { day: '2024-02-28', rows: 5 },
  { day: '2024-02-29', rows: 2 },
];

const at = (day: string): { bound: Date } => ({ bound: new Date(`${day}T00:00:00.000Z`) });

describe(seekDay.name, () => {
  it.each([
    [0, { ...at('2024-03-02'), offset: 0 }],
    [2, { ...at('2024-03-02'), offset: 2 }],
    [3, { ...at('2024-03-01'), offset: 0 }],
    [4, { ...at('2024-03-01'), offset: 1 }],
    [5, { ...at('2024-02-29'), offset: 0 }],
    [9, { ...at('2024-02-29'), offset: 4 }],
    [10, { bound: null, offset: 10 }],
  ])('should begin a descending page after %i rows', (offset, start) => {
    expect(seekDay(DAYS, offset, 'DESC')).toEqual(start);
  });

  it.each([
    [0, { ...at('2024-02-28'), offset: 0 }],
    [4, { ...at('2024-02-28'), offset: 4 }],
    [5, { ...at('2024-02-29'), offset: 0 }],
    [8, { ...at('2024-03-01'), offset: 1 }],
    [12, { bound: null, offset: 12 }],
  ])('should begin an ascending page after %i rows', (offset, start) => {
    expect(seekDay(DAYS, offset, 'ASC')).toEqual(start);
  });

  it('should take a day as a whole that stands there in parts', () => {
    expect(seekDay([...DAYS, ...DAYS], 7, 'DESC')).toEqual({ ...at('2024-03-01'), offset: 1 });
  });

  it('should leave a list without days alone', () => {
    expect(seekDay([], 20, 'DESC')).toEqual({ bound: null, offset: 20 });
  });
});

import { periodsOf } from './offer-usage';

const from = (day: string, week: string, month: string): object => ({
  day: new Date(`${day}T00:00:00.000Z`),
  week: new Date(`${week}T00:00:00.000Z`),
  month: new Date(`${month}-01T00:00:00.000Z`),
});

describe(periodsOf.name, () => {
  it.each([
    ['a Saturday', '2026-11-21T06:30:00.000Z', from('2026-11-21', '2026-11-16', '2026-11')],
    ['the last moment of a Sunday', '2026-11-22T23:59:59.999Z', from('2026-11-22', '2026-11-16', '2026-11')],
    ['the first moment of a Monday', '2026-11-23T00:00:00.000Z', from('2026-11-23', '2026-11-23', '2026-11')],
    ['a week over two years', '2027-01-01T12:00:00.000Z', from('2027-01-01', '2026-12-28', '2027-01')],
    ['a leap day', '2028-02-29T12:00:00.000Z', from('2028-02-29', '2028-02-28', '2028-02')],
    ['New Year’s Eve', '2026-12-31T23:00:00.000Z', from('2026-12-31', '2026-12-28', '2026-12')],
  ])('should know where the UTC day, week and month of %s begin', (_, now, expected) => {
    const { day, week, month } = periodsOf(new Date(now));
    expect({ day: day.from, week: week.from, month: month.from }).toEqual(expected);
  });

  it.each(['2026-11-21T06:30:00.000Z', '2026-12-31T23:59:59.999Z', '2028-02-29T00:00:00.000Z'])(
    'should end each period of %s where the next one begins',
    (now) => {
      for (const name of ['day', 'week', 'month'] as const) {
        const { to } = periodsOf(new Date(now))[name];
        expect(periodsOf(to)[name].from).toEqual(to);
        expect(periodsOf(new Date(to.getTime() - 1))[name].to).toEqual(to);
      }
    },
  );
});

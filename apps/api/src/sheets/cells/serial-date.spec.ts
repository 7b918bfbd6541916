import { serialDate } from './serial-date';

describe(serialDate.name, () => {
  it.each([
    [1, '1900-01-01 00:00:00'],
    [59, '1900-02-28 00:00:00'],
    [61, '1900-03-01 00:00:00'],
    [25_569, '1970-01-01 00:00:00'],
    [46_024.127_835_648_15, '2026-01-02 03:04:05'],
    [46_024.127_835_6, '2026-01-02 03:04:05'],
    [46_023.999_999_999, '2026-01-02 00:00:00'],
    [2_958_465.5, '9999-12-31 12:00:00'],
  ])('should read day %d as %s in the system of 1900', (serial, text) => {
    expect(serialDate(serial, false)).toBe(text);
  });

  it.each([
    [1, '1904-01-02 00:00:00'],
    [60, '1904-03-01 00:00:00'],
    [44_562.127_835_648_15, '2026-01-02 03:04:05'],
  ])('should read day %d as %s in the system of 1904', (serial, text) => {
    expect(serialDate(serial, true)).toBe(text);
  });

  it.each([
    ['a time of day', 0.5, false],
    ['the day that never was', 60.5, false],
    ['before the calendar', -1, false],
    ['after the year 9999', 2_958_466, false],
    ['after the year 9999, by rounding', 2_958_465.999_999_999, false],
    ['after the year 9999 in the system of 1904', 2_958_465, true],
    ['no number', NaN, false],
    ['no end', Infinity, false],
  ])('should know no day for %s', (_, serial, is1904) => {
    expect(serialDate(serial, is1904)).toBeNull();
  });
});

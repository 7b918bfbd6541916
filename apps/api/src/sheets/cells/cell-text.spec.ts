import { booleanText, dateText, isoDateText, numberText } from './cell-text';

describe(numberText.name, () => {
  it.each([
    ['1', '1'],
    ['-5', '-5'],
    ['12345678901234567890', '12345678901234567890'],
    ['007', '007'],
    ['1.1000000000000001', '1.1'],
    ['0.30000000000000004', '0.3'],
    ['12.50', '12.5'],
    ['1E-2', '0.01'],
    ['1.5E+3', '1500'],
    [' 2.5 ', '2.5'],
    ['', ''],
    ['ten', 'ten'],
    ['1e999', '1e999'],
  ])('should read %j as %j', (written, text) => {
    expect(numberText(written)).toBe(text);
  });
});

describe(dateText.name, () => {
  it.each([
    ['46024.5', '2026-01-02 12:00:00'],
    ['0.25', '0.25'],
    ['soon', 'soon'],
  ])('should read %j as %j', (written, text) => {
    expect(dateText(written, false)).toBe(text);
  });
});

describe(isoDateText.name, () => {
  it.each([
    ['2026-01-02T03:04:05', '2026-01-02 03:04:05'],
    ['2026-01-02T03:04:05.678Z', '2026-01-02 03:04:05'],
    ['2026-01-02', '2026-01-02 00:00:00'],
    ['T03:04:05', 'T03:04:05'],
    ['2026-01-02T03:04:05+02:00', '2026-01-02T03:04:05+02:00'],
  ])('should read %j as %j', (written, text) => {
    expect(isoDateText(written)).toBe(text);
  });
});

describe(booleanText.name, () => {
  it('should say what a spreadsheet shows', () => {
    expect([true, false].map(booleanText)).toEqual(['TRUE', 'FALSE']);
  });
});

import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration';

describe(parseDuration.name, () => {
  it.each([
    ['250ms', 250],
    ['15s', 15_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['3d', 259_200_000],
    ['1.5s', 1_500],
    ['0.25m', 15_000],
    ['0', 0],
    ['120000', 120_000],
    [' 2m ', 120_000],
  ])('should read %j as %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    ' ',
    'm',
    '2 m',
    '2M',
    '2min',
    '-1s',
    '+1s',
    '1e3',
    '.5s',
    '1.s',
    '1.2345s',
    '1s30',
    '٣s',
    'NaN',
    'Infinity',
  ])('should not read %j', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('should answer whole milliseconds or nothing for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,15}(\.\d+)?(ms|s|m|h|d)?$/)), (text) => {
        const ms = parseDuration(text);
        expect(ms === null || (Number.isInteger(ms) && ms >= 0)).toBe(true);
      }),
    );
  });
});

describe(formatDuration.name, () => {
  it.each([0, 1, 999, 1_000, 61_000, 3_600_000, 86_400_000, 90_000_000])(
    'should write %i ms so that it reads back',
    (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    },
  );
});

import { costDays, osOf } from './cost-report';

describe(costDays.name, () => {
  const read = (from: string, to: string): unknown => costDays(new Date(from), new Date(to));

  it.each([
    ['2026-11-21', '2026-11-21', '2026-11-21', '2026-11-22'],
    ['2026-11-21T23:59:59.999Z', '2026-11-22T00:00:00.000Z', '2026-11-21', '2026-11-23'],
    ['2026-11-21T01:00:00+02:00', '2026-11-21', '2026-11-20', '2026-11-22'],
    ['2024-01-22', '2025-01-22', '2024-01-22', '2025-01-23'],
    ['1969-12-31T12:00:00Z', '1970-01-01', '1969-12-31', '1970-01-02'],
  ])('should be from %s to %s: %s up to %s', (from, to, first, until) => {
    expect(read(from, to)).toEqual({ kind: 'days', from: new Date(first), until: new Date(until) });
  });

  it.each([
    ['2026-11-21', '2026-11-20', { kind: 'reversed' }],
    ['2024-01-22', '2025-01-23', { kind: 'too-many', most: 367 }],
    ['1970-01-01', '2026-11-21', { kind: 'too-many', most: 367 }],
  ])('should be no report from %s to %s: %j', (from, to, expected) => {
    expect(read(from, to)).toEqual(expected);
  });
});

describe(osOf.name, () => {
  it.each([
    [undefined, null],
    [[], null],
    [['IOS'], 'IOS'],
    [['android', 'Android'], 'Android'],
    [['MacOS'], 'MacOS'],
    [['IOS', 'Android'], null],
    [['All'], null],
    [['Browser'], null],
    [['constructor'], null],
  ])('should be for devices %j: %s', (devices, expected) => {
    expect(osOf(devices === undefined ? {} : { devices })).toBe(expected);
  });
});

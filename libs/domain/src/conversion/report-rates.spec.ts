import { ratesOf, type ReportCounts } from './report-rates';

describe(ratesOf.name, () => {
  it.each<[ReportCounts, number | null, number | null]>([
    [{ clicks: 0, success: 0, revenue: 0 }, null, null],
    [{ clicks: 0, success: 2, revenue: 5 }, null, null],
    [{ clicks: 3, success: 0, revenue: 0 }, 0, 0],
    [{ clicks: 3, success: 1, revenue: 10 }, 33.33, 3.3333],
    [{ clicks: 2, success: 1, revenue: 7.5 }, 50, 3.75],
    [{ clicks: 1, success: 2, revenue: 0.00004 }, 200, 0],
  ])('should be for %j: %s %%, %s', (counts, cr, epc) => {
    expect(ratesOf(counts)).toEqual({ cr, epc });
  });
});

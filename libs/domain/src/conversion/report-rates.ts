/** What a line of a report counted. */
export interface ReportCounts {
  clicks: number;
  /** Conversions that are Success. */
  success: number;
  /** Their revenue. */
  revenue: number;
}

/** Conversion rate in percent with 2 decimals, earnings per click with 4; `null` without a click. K§6. */
export function ratesOf({ clicks, success, revenue }: ReportCounts): { cr: number | null; epc: number | null } {
  if (clicks === 0) return { cr: null, epc: null };
  return { cr: round((success / clicks) * 100, 100), epc: round(revenue / clicks, 10_000) };
}

function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

/** A row of a file, or why it can't be one. */
export type RowReading<Row> = { kind: 'valid'; row: Row } | { kind: 'invalid'; reason: string };

/** A row with its place in the file; the header is 1. */
export interface Numbered<Row> {
  number: number;
  row: Row;
}

export const ROW_RESULTS = ['succeeded', 'unchanged', 'failed'] as const;

/** What became of a row. */
export interface ImportRowResult {
  /** Place in the file; the header is 1. */
  number: number;
  /** `unchanged`: it was so already, and nothing was done. */
  result: (typeof ROW_RESULTS)[number];
  reason: string | null;
  conversionIds: readonly string[];
}

export function failedRow(number: number, reason: string): ImportRowResult {
  return { number, result: 'failed', reason, conversionIds: [] };
}

/** What a spreadsheet allows. */
export const LONGEST_CODE = 255;

/** Formats that every workbook has: dates and times, also those of East Asia. */
const BUILT_IN: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** Literals, padding, colours, conditions and locales; but not `[h]`, `[m]` and `[s]`, which are durations. */
const NOT_SHOWN = /"[^"]*"?|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]?/gi;

/** Whether cells of this number format are dates or times. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.some(([first, last]) => id >= first && id <= last);
  const [positive = ''] = code.replace(NOT_SHOWN, '').split(';');
  return /[ymdhs]/i.test(positive) && !/general|standard/i.test(positive);
}

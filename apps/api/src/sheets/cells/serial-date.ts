const DAY_S = 86_400;

/** Day 0 of both date systems; the older one counts a 29 February 1900 that never was, as day 60. */
const DAY_0_OF_1900 = Date.UTC(1899, 11, 30) / 1000;
const DAY_0_OF_1904 = Date.UTC(1904, 0, 1) / 1000;
const DAY_THAT_NEVER_WAS = 60;

/** Beyond 31 December 9999. */
const DAYS_END = 2_958_466;

/**
 * The day and time that a number stands for in a workbook, as `YYYY-MM-DD HH:MM:SS`, to the nearest second. `null`: it
 * is no day, but a time of day, a duration or a number out of range.
 */
export function serialDate(serial: number, is1904: boolean): string | null {
  const days = !is1904 && serial < DAY_THAT_NEVER_WAS ? serial + 1 : serial;
  if (!(serial >= 1) || days >= DAYS_END || (!is1904 && Math.floor(serial) === DAY_THAT_NEVER_WAS)) return null;
  const seconds = Math.round(days * DAY_S) + (is1904 ? DAY_0_OF_1904 : DAY_0_OF_1900);
  const text = new Date(seconds * 1000).toISOString();
  return text.length === 24 ? `${text.slice(0, 10)} ${text.slice(11, 19)}` : null;
}

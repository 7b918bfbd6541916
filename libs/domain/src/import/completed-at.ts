const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)?(?: ?(?:Z|UTC|\+00:?00))?$/i;
const FIRST_YEAR = 1970;

/** Reads a time in UTC, such as `2026-11-21 06:30:00`, or a date, which is its midnight; `null` for anything else. G§4.1. */
export function parseCompletedAt(text: string): Date | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const [, date = '', hour = '00', minute = '00', second = '00', fraction = ''] = found;
  const given = `${date}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const at = new Date(given);
  // What no calendar has, such as the 30th of February, is read as another time, or as none.
  const isTime = !Number.isNaN(at.getTime()) && at.toISOString() === given;
  return isTime && at.getUTCFullYear() >= FIRST_YEAR ? at : null;
}

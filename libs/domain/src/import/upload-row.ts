import type { Click } from '../click/click';
import type { UploadedValues } from '../conversion/conversion-decision';
import { REFUSALS, type RefusalCode } from '../errors';
import { normaliseUuid } from '../ids';
import { parseMoney, type Money } from '../money';
import { hasForbiddenCharacters } from '../text';
import { parseCompletedAt } from './completed-at';
import { cellsOf, type ColumnPositions } from './import-columns';
import type { RowReading } from './import-row';

/** One completion to record. G§4.1. */
export interface UploadRow {
  clickId: string;
  /** The configured Event ID; `null`: none, as for a SingleEvent offer. */
  eventId: string | null;
  values: UploadedValues;
}

/** The same bound as for a query value. K§9. */
const LONGEST_EVENT_ID = 2_048;
const SECOND_MS = 1_000;
/** What spreadsheets write for a number: 1.1 is stored as 1.1000000000000001, 0.000001 as 1E-6. */
const STORED_NUMBER = /^\d{1,16}(?:\.\d{1,20})?(?:E[+-]?\d{1,2})?$/i;
const EXACT_DIGITS = 15;

const IN_COLUMNS: Partial<Record<RefusalCode, string>> = {
  click_unknown: 'There is no click with this ClickId.',
  offer_unknown: 'The offer of this click is gone.',
  event_id_missing: 'EventID is required, because the offer has several events.',
  event_unknown: 'The offer has no event with this EventID.',
};

export function readUploadRow(cells: readonly string[], columns: ColumnPositions): RowReading<UploadRow> {
  const cell = cellsOf(cells, columns);
  const eventId = cell('EventID');
  const clickId = normaliseUuid(cell('ClickId'));
  if (clickId === null) return invalid('ClickId must be the id of a click.');
  if (eventId.length > LONGEST_EVENT_ID || hasForbiddenCharacters(eventId)) {
    return invalid('EventID is too long, or has characters that can be neither stored nor sent.');
  }
  const completedAt = parseCompletedAt(cell('UserCompletedAt'));
  if (completedAt === null) return invalid('UserCompletedAt must be a time in UTC, such as 2026-11-21 06:30:00.');
  const revenue = readAmount(cell('Revenue'));
  if (revenue === null) return invalid(amountDemand('Revenue'));
  const reward = readAmount(cell('Reward'));
  if (reward === null) return invalid(amountDemand('Reward'));
  return {
    kind: 'valid',
    row: { clickId, eventId: eventId === '' ? null : eventId, values: { completedAt, revenue, reward } },
  };
}

/** Why a completion can't be of that time; `null`: it can. Files often know seconds only. */
export function judgeCompletedAt({ createdAt }: Click, completedAt: Date, now: Date): string | null {
  if (completedAt > now) return 'UserCompletedAt is in the future.';
  const clickSecond = Math.floor(createdAt.getTime() / SECOND_MS) * SECOND_MS;
  return completedAt.getTime() < clickSecond ? 'UserCompletedAt is before the click.' : null;
}

/** Why a row was refused by the table of K§3.2, in the words of its columns. */
export function uploadRefusal(code: RefusalCode): string {
  return IN_COLUMNS[code] ?? REFUSALS[code];
}

function readAmount(text: string): Money | null {
  const exact = parseMoney(text);
  if (exact !== null || !STORED_NUMBER.test(text)) return exact;
  return parseMoney(String(Number(Number(text).toPrecision(EXACT_DIGITS))));
}

function amountDemand(column: string): string {
  return `${column} must be a number such as 9.99, not negative, with at most 6 decimals.`;
}

function invalid(reason: string): { kind: 'invalid'; reason: string } {
  return { kind: 'invalid', reason };
}

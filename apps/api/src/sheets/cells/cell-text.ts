import { serialDate } from './serial-date';

/** What a spreadsheet shows, and computes with. */
const DIGITS = 15;
const WHOLE = /^-?\d+$/;
const ISO = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?$/;

/** A number of a workbook as text, to 15 digits: 1.1000000000000001, as files have it, is 1.1. */
export function numberText(written: string): string {
  const text = written.trim();
  const number = Number(text);
  return WHOLE.test(text) || text === '' || !Number.isFinite(number)
    ? text
    : String(Number(number.toPrecision(DIGITS)));
}

/** A number that is formatted as a date. */
export function dateText(written: string, is1904: boolean): string {
  return serialDate(Number(written), is1904) ?? numberText(written);
}

/** A date that is written as one. */
export function isoDateText(written: string): string {
  const [, day, time] = ISO.exec(written.trim()) ?? [];
  return day === undefined ? written : `${day} ${time ?? '00:00:00'}`;
}

/** As a spreadsheet shows it. */
export function booleanText(value: boolean): string {
  return value ? 'TRUE' : 'FALSE';
}

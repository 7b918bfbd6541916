import { applyDecorators } from '@nestjs/common';
import { isUuid } from '@app/domain';
import { parseDuration } from '@app/runtime';
import { Transform } from 'class-transformer';
import { IsIn, ValidateBy, type ValidationArguments } from 'class-validator';

const LONGEST_TEXT = 2_048;
const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d))?$/;

/** Any UUID, taken in lower case. A blank query parameter counts as not given, here and below. */
export function IsId(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? blankless(value.toLowerCase()) : value)),
    field('isId', (value) => typeof value === 'string' && isUuid(value), 'must be a UUID'),
  );
}

/** Text that is not too long; what no column can keep has been refused before (see validation.ts). */
export function IsPlainText(longest = LONGEST_TEXT): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? blankless(value) : value)),
    field(
      'isPlainText',
      (value) => typeof value === 'string' && value.length <= longest,
      `must be text of at most ${longest} characters`,
    ),
  );
}

/** An instant in ISO 8601 with its zone, or a date (midnight, UTC); a `Date` once validated. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? toInstant(value) : value)),
    field('isInstant', (value) => value instanceof Date, 'must be an instant such as 2026-11-21T06:30:00.000Z'),
  );
}

/** One of a few words, or several of them separated by commas; an array once validated. */
export function IsAnyOf(words: readonly string[]): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? toWords(value) : value)),
    IsIn(words, { each: true, message: `$property must be any of: ${words.join(', ')}` }),
  );
}

/** A duration such as `250ms`, `5s` or `2m`, or a number of milliseconds; milliseconds once validated. */
export function IsDuration({ least, most }: { least: number; most: number }): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (parseDuration(value) ?? value) : value)),
    field(
      'isDuration',
      (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
      `must be a duration such as 5s, from ${String(least)} to ${String(most)} ms`,
    ),
  );
}

function field(name: string, validate: (value: unknown) => boolean, demand: string): PropertyDecorator {
  const defaultMessage = (about?: ValidationArguments): string => `${about?.property ?? 'The value'} ${demand}`;
  return ValidateBy({ name, validator: { validate, defaultMessage } });
}

function blankless(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function toWords(text: string): string[] | undefined {
  return text === '' ? undefined : text.split(',').map((word) => word.trim());
}

function toInstant(text: string): Date | string | undefined {
  if (text === '') return undefined;
  const at = INSTANT.test(text) && isDay(text.slice(0, 10)) ? new Date(text) : null;
  return at === null || Number.isNaN(at.getTime()) ? text : at;
}

/** 30 February would otherwise be read as a day of March. */
function isDay(text: string): boolean {
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

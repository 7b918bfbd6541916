import { applyDecorators } from '@nestjs/common';
import { isUuid, parseMoney, type Money } from '@app/domain';
import { Transform } from 'class-transformer';
import {
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  type ValidationArguments,
} from 'class-validator';

/** Largest number of an `integer` column. */
const MOST_INTEGER = 2_147_483_647;
/** A hundred years: further away than any date that matters, and still a date. */
const MOST_DAYS = 36_500;

/** The field may be left out; `null` is not a value of it. Fields that may be `null` too are `@IsOptional()`. */
export const Omittable = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** 1 to 255 characters, not only blanks. */
export const IsName = (): PropertyDecorator =>
  applyDecorators(IsString(), Length(1, 255), Matches(/\S/, { message: '$property must not be blank' }));

/** Text of at most `most` characters. */
export const IsText = (most: number): PropertyDecorator => applyDecorators(IsString(), Length(0, most));

/** An id, read in any case. */
export const IsRowId = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    passes('isRowId', (value) => typeof value === 'string' && isUuid(value), '$property must be an id (UUID)'),
  );

/** At least 1. */
export const IsCap = (): PropertyDecorator => applyDecorators(IsInt(), Min(1), Max(MOST_INTEGER));

/** Whole days from `least`. */
export const IsDays = (least: number): PropertyDecorator => applyDecorators(IsInt(), Min(least), Max(MOST_DAYS));

/** Whole minutes. */
export const IsMinutes = (): PropertyDecorator => applyDecorators(IsInt(), Min(0), Max(MOST_DAYS * 24 * 60));

/** A JSON number that is money: not negative, at most 6 decimals and 12 digits before them. */
export const IsMoney = (): PropertyDecorator =>
  passes('isMoney', isMoney, '$property must be a number from 0, with at most 6 decimals');

/** Money that is more than nothing. */
export const IsBudget = (): PropertyDecorator =>
  passes(
    'isBudget',
    (value) => isMoney(value) && value !== 0,
    '$property must be a number above 0, with at most 6 decimals',
  );

/** 0 to 100, at most 6 decimals. */
export const IsPercent = (): PropertyDecorator =>
  passes(
    'isPercent',
    (value) => isMoney(value) && Number(value) <= 100,
    '$property must be a number from 0 to 100, with at most 6 decimals',
  );

/** Text that a rule of the domain finds nothing wrong with; what it finds is the message. */
export function HasNoProblem(problemOf: (text: string) => string | null): PropertyDecorator {
  return passes(
    'hasNoProblem',
    (value) => typeof value === 'string' && problemOf(value) === null,
    ({ property, value }) => (typeof value === 'string' ? (problemOf(value) ?? '') : `${property} must be a string`),
  );
}

/** The exact decimal of a number that passed `@IsMoney()`. */
export function toMoney(value: number): Money {
  const money = parseMoney(String(value));
  if (money === null) throw new RangeError(`Not an amount: ${value}`);
  return money;
}

function isMoney(value: unknown): boolean {
  return typeof value === 'number' && parseMoney(String(value)) !== null;
}

function passes(
  name: string,
  validate: (value: unknown) => boolean,
  message: string | ((of: ValidationArguments) => string),
): PropertyDecorator {
  return ValidateBy({ name, validator: { validate } }, { message });
}

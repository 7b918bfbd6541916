import { parseMoney } from '@app/domain';
import { suggestion } from './nearest';
import type { Path, SeedProblem } from './place';
import type { Shape } from './shape';

/** Everything that is wrong with a value by its shape alone. */
export function checkShape(shape: Shape, value: unknown, path: Path): SeedProblem[] {
  if (value === null && shape.nullable === true) return [];
  if (shape.kind === 'fields') return checkFields(shape, value, path);
  if (shape.kind === 'list') return checkList(shape, value, path);
  if (shape.kind === 'texts') return checkTexts(shape, value, path);
  const demand = demandOf(shape, value);
  return demand === null ? [] : [{ path, message: `must be ${demand}${hint(shape, value)}` }];
}

type Plain = Exclude<Shape, { kind: 'fields' | 'list' | 'texts' }>;

type Of<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;

function checkFields({ fields, needed }: Of<'fields'>, value: unknown, path: Path): SeedProblem[] {
  if (!isObject(value)) return [{ path, message: 'must be an object of named fields' }];
  const known = Object.keys(fields);
  const problems = Object.entries(value).flatMap(([name, member]): SeedProblem[] => {
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const at = [...path, name];
    if (shape === undefined) return [{ path: at, message: `is unknown.${suggestion(name, known)}`, onKey: true }];
    return checkShape(shape, member, at);
  });
  const missing = needed.filter((name) => !Object.hasOwn(value, name));
  return [...problems, ...missing.map((name) => ({ path: [...path, name], message: 'is needed' }))];
}

function checkList({ of, least, most }: Of<'list'>, value: unknown, path: Path): SeedProblem[] {
  if (!Array.isArray(value)) return [{ path, message: 'must be a list' }];
  const entries: unknown[] = value;
  if (entries.length > most) return [{ path, message: `must have at most ${most.toLocaleString('en')} entries` }];
  if (entries.length < least) return [{ path, message: `must have at least ${String(least)} entries` }];
  return entries.flatMap((entry, index) => checkShape(of, entry, [...path, index]));
}

const LONGEST_VALUE = 2_048;

function checkTexts({ names }: Of<'texts'>, value: unknown, path: Path): SeedProblem[] {
  if (!isObject(value)) return [{ path, message: 'must be an object of texts by name' }];
  return Object.entries(value).flatMap(([name, member]): SeedProblem[] => {
    const at = [...path, name];
    if (names !== null && !names.includes(name)) {
      return [{ path: at, message: `is unknown.${suggestion(name, names)}`, onKey: true }];
    }
    if (typeof member === 'string' && member.length <= LONGEST_VALUE) return [];
    return [{ path: at, message: `must be text of at most 2,048 characters${hint({ kind: 'texts', names }, member)}` }];
  });
}

/** What the value had to be; `null`: it is. */
function demandOf(shape: Plain, value: unknown): string | null {
  if (shape.kind === 'text') return textDemand(shape, value);
  return shape.kind === 'number' ? numberDemand(shape, value) : wordDemand(shape, value);
}

function wordDemand(shape: Exclude<Plain, { kind: 'text' | 'number' }>, value: unknown): string | null {
  switch (shape.kind) {
    case 'flag':
      return typeof value === 'boolean' ? null : 'true or false';
    case 'choice':
      return shape.words.some((word) => word === value) ? null : `one of ${shape.words.join(', ')}`;
    case 'instant':
      return toInstant(value) === null ? 'an instant such as 2026-11-21T06:30:00Z' : null;
    case 'object':
      return isObject(value) ? null : 'an object of named fields';
  }
}

function textDemand({ least, most, pattern, what }: Of<'text'>, value: unknown): string | null {
  const fits =
    typeof value === 'string' &&
    value.length >= least &&
    value.length <= most &&
    (pattern === undefined || compiled(pattern).test(value));
  return fits ? null : (what ?? `text of at most ${most.toLocaleString('en')} characters`);
}

const PATTERNS = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const known = PATTERNS.get(pattern);
  if (known !== undefined) return known;
  const made = new RegExp(pattern, 'u');
  PATTERNS.set(pattern, made);
  return made;
}

function numberDemand(shape: Of<'number'>, value: unknown): string | null {
  if (typeof value === 'number' && isWithin(shape, value)) return null;
  const { least, most, whole, above } = shape;
  if (whole) return `a whole number from ${String(least)} to ${most.toLocaleString('en')}`;
  const from = above === true ? `above ${String(least)}` : `from ${String(least)}`;
  return `a number ${from}${most <= 100 ? ` to ${String(most)}` : ''}, with at most 6 decimals`;
}

function isWithin({ least, most, whole, above }: Of<'number'>, value: number): boolean {
  if (value < least || value > most || (above === true && value === least)) return false;
  return whole ? Number.isInteger(value) : parseMoney(String(value)) !== null;
}

/** YAML reads a bare 5 as a number and a bare yes as text: what most often goes wrong. */
function hint(shape: Shape, value: unknown): string {
  const wantsText = shape.kind === 'text' || shape.kind === 'texts';
  if (wantsText && (typeof value === 'number' || typeof value === 'boolean')) return `: write "${String(value)}"`;
  const meant = shape.kind === 'choice' && typeof value === 'string' ? suggestion(value, shape.words) : '';
  return meant === '' ? '' : `.${meant}`;
}

const INSTANT = /^(?:19[7-9]\d|[2-8]\d{3}|9[0-8]\d\d)-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** An instant of 1970 to 9899 in ISO 8601 with its zone, to the millisecond; `null` for anything else, 30 February too. */
export function toInstant(value: unknown): Date | null {
  if (typeof value !== 'string' || !INSTANT.test(value)) return null;
  const [at, day] = [new Date(value), new Date(`${value.slice(0, 10)}T00:00:00Z`)];
  if (Number.isNaN(at.getTime()) || Number.isNaN(day.getTime())) return null;
  return day.toISOString().startsWith(value.slice(0, 10)) ? at : null;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

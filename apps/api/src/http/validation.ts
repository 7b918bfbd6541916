import { Reflector } from '@nestjs/core';
import {
  SetMetadata,
  ValidationPipe,
  type ArgumentMetadata,
  type Type,
  type ValidationError,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { hasForbiddenCharacters } from '@app/domain';
import { Problem, type FieldProblem } from './problem';

const LONGEST_QUERY_VALUE = 2_048;
const DEEPEST = 32;
/** No object that we know has so many, nor has a body. Each one that is unknown would be refused by itself, which takes long. */
const MOST_FIELDS = 500;
const MOST_FIELDS_IN_ALL = 10_000;
/** One refusal tells of so many fields. */
const MOST_TOLD = 100;

const OPTIONS: ValidationPipeOptions = {
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  exceptionFactory: (errors) => {
    const problems = errors.flatMap((error) => fieldProblems(error, ''));
    const told = problems.slice(0, MOST_TOLD);
    const rest = problems.length > told.length ? [`and ${String(problems.length - told.length)} more`] : [];
    return new Problem(400, [...told.map(({ message }) => message), ...rest].join('; '), told);
  },
};

const LENIENT = 'pitlane:takes-unknown-fields';

/** A body that may have fields which nobody knows: they are left out. Schemas of the platform grow. G§9. */
export const TakesUnknownFields = (): ClassDecorator => SetMetadata(LENIENT, true);

/** The admin REST's one pipe: types are converted, unknown fields refused, every problem named by its field. */
export function adminValidation(): ValidationPipe {
  return new AdminValidation(OPTIONS);
}

const lenient = new ValidationPipe({ ...OPTIONS, forbidNonWhitelisted: false });
const reflector = new Reflector();

/** Part of a body that is judged by itself, or what is wrong with it; unknown fields are left out. */
export async function readFields<Fields extends object>(
  type: Type<Fields>,
  value: unknown,
): Promise<{ fields: Fields } | { problems: readonly FieldProblem[] }> {
  try {
    const fields: unknown = await lenient.transform(value, { type: 'body', metatype: type });
    if (!(fields instanceof type)) return { problems: [{ field: '', message: 'An object is expected.' }] };
    return { fields };
  } catch (error) {
    if (error instanceof Problem) return { problems: error.errors };
    throw error;
  }
}

/** Text that no column can keep, nesting and numbers of fields that no body has are refused before any rule looks. K§9. */
class AdminValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'custom') {
      const problem = textProblem(value, metadata.type === 'query' ? LONGEST_QUERY_VALUE : Number.POSITIVE_INFINITY);
      if (problem !== null) {
        throw Problem.field(problem.field === '' ? (metadata.data ?? metadata.type) : problem.field, problem.message);
      }
    }
    const { metatype } = metadata;
    const isLenient = metatype !== undefined && reflector.get<boolean | undefined>(LENIENT, metatype) === true;
    const answer: unknown = await (isLenient ? lenient.transform(value, metadata) : super.transform(value, metadata));
    return answer;
  }
}

/** The first text of a request that can't be taken. Looks without recursion: a body may nest deeper than the stack. */
export function textProblem(request: unknown, longest: number): FieldProblem | null {
  const waiting = [{ value: request, field: '', depth: 0 }];
  let fields = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, field, depth } = next;
    const message = wrongText(value, longest);
    if (message !== null) return { field, message };
    if (!isNest(value)) continue;
    if (depth === DEEPEST) {
      return { field: field.slice(0, 100), message: `The body is nested more than ${DEEPEST} levels deep.` };
    }
    const members = Object.entries(value);
    const named = Array.isArray(value) ? 0 : members.length;
    fields += named;
    if (named > MOST_FIELDS || fields > MOST_FIELDS_IN_ALL) {
      return { field, message: 'There are more fields than any request has.' };
    }
    for (const [name, member] of members) {
      waiting.push({ value: member, field: field === '' ? name : `${field}.${name}`, depth: depth + 1 });
    }
  }
  return null;
}

function wrongText(text: unknown, longest: number): string | null {
  if (typeof text !== 'string') return null;
  if (hasForbiddenCharacters(text)) return 'NUL and lone surrogates can be neither stored nor sent.';
  return text.length > longest ? `The value is longer than ${longest.toLocaleString('en')} characters.` : null;
}

/** Arrays and objects without a class, such as a parsed query; a file that is being uploaded is neither. */
function isNest(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function fieldProblems(error: ValidationError, parent: string): FieldProblem[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, field))];
}

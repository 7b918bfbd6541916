import { Reflector } from '@nestjs/core';
import {
  SetMetadata,
  ValidationPipe,
  type ArgumentMetadata,
  type Type,
  type ValidationError,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { Problem, type FieldProblem } from './problem';
import { countProblem, textProblem } from './text-problem';

const LONGEST_QUERY_VALUE = 2_048;
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
      const longest = metadata.type === 'query' ? LONGEST_QUERY_VALUE : Number.POSITIVE_INFINITY;
      const problem = textProblem(value, longest) ?? (isJudged(metadata) ? countProblem(value) : null);
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

/** By the fields of a class. What has none, such as a seed, has a reader of its own. */
function isJudged({ metatype }: ArgumentMetadata): boolean {
  return metatype !== undefined && metatype !== Object;
}

function fieldProblems(error: ValidationError, parent: string): FieldProblem[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, field))];
}

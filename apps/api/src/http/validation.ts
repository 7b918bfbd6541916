import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem, type FieldProblem } from './problem';

/** The admin REST's one pipe: types are converted, unknown fields refused, every problem named by its field. */
export function adminValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => {
      const problems = errors.flatMap((error) => fieldProblems(error, ''));
      return new Problem(400, problems.map(({ message }) => message).join('; '), problems);
    },
  });
}

function fieldProblems(error: ValidationError, parent: string): FieldProblem[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, field))];
}

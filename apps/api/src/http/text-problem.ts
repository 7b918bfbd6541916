import { hasForbiddenCharacters } from '@app/domain';
import type { FieldProblem } from './problem';

const DEEPEST = 32;

/** The first text of a request that can't be taken. Looks without recursion: a body may nest deeper than the stack. */
export function textProblem(request: unknown, longest: number): FieldProblem | null {
  const waiting = [{ value: request, field: '', depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, field, depth } = next;
    if (typeof value === 'string') {
      if (hasForbiddenCharacters(value)) {
        return { field, message: 'NUL and lone surrogates can be neither stored nor sent.' };
      }
      if (value.length > longest) {
        return { field, message: `The value is longer than ${longest.toLocaleString('en')} characters.` };
      }
      continue;
    }
    if (!isNest(value)) continue;
    if (depth === DEEPEST) {
      return { field: field.slice(0, 100), message: `The body is nested more than ${DEEPEST} levels deep.` };
    }
    for (const [name, member] of Object.entries(value)) {
      waiting.push({ value: member, field: field === '' ? name : `${field}.${name}`, depth: depth + 1 });
    }
  }
  return null;
}

/** Arrays and objects without a class, such as a parsed query; a file that is being uploaded is neither. */
function isNest(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

import { hasForbiddenCharacters } from '@app/domain';
import type { FieldProblem } from './problem';

const DEEPEST = 32;
/** No object that a rule of ours knows has so many, nor has a body. Each one that is unknown would be refused by itself, which takes long. */
const MOST_FIELDS = 500;
const MOST_FIELDS_IN_ALL = 10_000;

/** The first text of a request that can't be taken. Looks without recursion: a body may nest deeper than the stack. */
export function textProblem(request: unknown, longest: number): FieldProblem | null {
  const waiting = [{ value: request, field: '', depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, field, depth } = next;
    const message = wrongText(value, longest);
    if (message !== null) return { field, message };
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

/** Where an object has more fields than any that we know. Looks where {@link textProblem} found nothing wrong. */
export function countProblem(body: unknown): FieldProblem | null {
  const waiting = [{ value: body, field: '' }];
  let fields = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, field } = next;
    if (!isNest(value)) continue;
    const members = Object.entries(value);
    const named = Array.isArray(value) ? 0 : members.length;
    fields += named;
    if (named > MOST_FIELDS || fields > MOST_FIELDS_IN_ALL) {
      return { field, message: 'There are more fields than any request has.' };
    }
    for (const [name, member] of members) {
      waiting.push({ value: member, field: field === '' ? name : `${field}.${name}` });
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

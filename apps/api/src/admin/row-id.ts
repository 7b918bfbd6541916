import { normaliseUuid } from '@app/domain';
import { Problem } from '../http/problem';

/** An id from a path, as rows carry it. What is no id names no row: 404, like an id that nobody has. */
export function rowId(text: string, what: string): string {
  const id = normaliseUuid(text);
  if (id === null) throw Problem.notFound(what);
  return id;
}

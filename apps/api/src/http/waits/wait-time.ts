import { applyDecorators } from '@nestjs/common';
import { Problem, type FieldProblem } from '../problem';
import { IsDuration } from '../lists/query-fields';

const LONGEST_WAIT_MS = 60_000;
/** Where a wait says nothing else. */
export const USUAL_WAIT_MS = 5_000;

/** Real time, at most 60s. */
export const IsWaitTime = (): PropertyDecorator => applyDecorators(IsDuration({ least: 0, most: LONGEST_WAIT_MS }));

/** A wait by these names; throws where none of them is given. */
export function needsOneOf(query: object, names: readonly string[]): void {
  const given = new Map(Object.entries(query));
  if (names.some((name) => given.get(name) !== undefined)) return;
  const [first = ''] = names;
  throw Problem.field(first, `Say what to wait for: at least one of ${names.join(', ')}.`);
}

/** The time of a wait is over: what was waited for, and how things stand instead. */
export function timeIsOver(timeoutMs: number, waitedFor: string, states: readonly FieldProblem[]): Problem {
  const standing = states.map(({ message }) => message);
  const detail = [`${waitedFor} within ${String(timeoutMs)} ms.`, ...standing].join(' ');
  return new Problem(408, detail, states);
}

import { textProblem } from '../../http/text-problem';
import type { FieldProblem } from '../../http/problem';
import { parseYaml, type Place } from './format/parse-yaml';
import { pathText, type SeedProblem } from './format/place';
import { readSeed, type SeedReading } from './format/read-seed';
import type { SeedAccount } from './format/seed';

/** What is wrong with a field; where in the text, if the seed came as text. */
export type PlacedProblem = FieldProblem & Partial<Place>;

export type TextReading = { kind: 'read'; accounts: SeedAccount[] } | { kind: 'wrong'; problems: PlacedProblem[] };

const MOST_TOLD = 200;

/** Reads a seed from YAML, or JSON; every problem with its line and column, in the order of the text. */
export function readSeedText(text: string): TextReading {
  const parsed = parseYaml(text);
  if (parsed.kind === 'broken') return { kind: 'wrong', problems: parsed.problems.map((at) => ({ field: '', ...at })) };
  const { value, placeOf } = parsed;
  return toReading(readSeedValue(value), (problem) => placeOf(problem));
}

/** Reads a seed from a body that was JSON. */
export function readSeedBody(value: unknown): TextReading {
  return toReading(readSeedValue(value), () => ({}));
}

function readSeedValue(value: unknown): SeedReading {
  const unstorable = textProblem(value, Number.POSITIVE_INFINITY);
  if (unstorable === null) return readSeed(value);
  return { kind: 'wrong', problems: [{ path: unstorable.field.split('.'), message: unstorable.message }] };
}

function toReading(reading: SeedReading, placeOf: (problem: SeedProblem) => Partial<Place>): TextReading {
  if (reading.kind === 'read') return reading;
  const problems = reading.problems.map((problem) => ({
    field: pathText(problem.path),
    message: problem.message.replace(/^: /, ''),
    ...placeOf(problem),
  }));
  return { kind: 'wrong', problems: inOrder(problems).slice(0, MOST_TOLD) };
}

function inOrder(problems: readonly PlacedProblem[]): PlacedProblem[] {
  return [...problems].sort(
    (left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0),
  );
}

/** One problem as a line of text: `line 4, column 5: offers[0].revenue must be a number`. */
export function problemLine({ field, message, line, column }: PlacedProblem): string {
  const place = line === undefined ? '' : `line ${String(line)}, column ${String(column ?? 1)}: `;
  const isSentence = /^[A-Z]/.test(message);
  return `${place}${field}${field === '' ? '' : isSentence ? ': ' : ' '}${message}`;
}

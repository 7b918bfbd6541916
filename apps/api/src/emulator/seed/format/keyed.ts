import { checkShape, isObject } from './check-shape';
import { suggestion } from './nearest';
import type { Path, SeedProblem } from './place';
import type { ShapeOf } from './shape';

/** One entry of a list whose shape is right. */
export interface Entry<Value> {
  value: Value;
  path: Path;
}

/** A list of a seed: what can be judged further, and what others may refer to. */
export interface Keyed<Value> {
  entries: readonly Entry<Value>[];
  /** `null`: it is there, with a shape that is wrong. */
  byKey: ReadonlyMap<string, Value | null>;
  /** Keys that stand twice. */
  doubles: readonly SeedProblem[];
}

/** Whether a value has this shape. */
export function conforms<Value>(shape: ShapeOf<Value>, value: unknown): value is Value {
  return checkShape(shape, value, []).length === 0;
}

/** `keyOf` reads the key of an entry, whatever it is; `null`: it has none. */
export function keyed<Value>(
  shape: ShapeOf<Value>,
  list: unknown,
  path: Path,
  keyOf: (entry: unknown, index: number) => string | null,
): Keyed<Value> {
  const entries: Entry<Value>[] = [];
  const byKey = new Map<string, Value | null>();
  const doubles: SeedProblem[] = [];
  const raw: readonly unknown[] = Array.isArray(list) ? list : [];
  for (const [index, value] of raw.entries()) {
    const at = [...path, index];
    const key = keyOf(value, index);
    const isSound = conforms(shape, value);
    if (isSound) entries.push({ value, path: at });
    if (key === null) continue;
    if (byKey.has(key)) doubles.push({ path: at, message: twice(key) });
    else byKey.set(key, isSound ? value : null);
  }
  return { entries, byKey, doubles };
}

/** The key that an entry gives, else its name. */
export function keyOrName(entry: unknown): string | null {
  return isObject(entry) ? (textOf(entry['key']) ?? textOf(entry['name'])) : null;
}

/** The key that an entry gives, else one by its place: `click-1` is the first. */
export function keyOrPlace(kind: string): (entry: unknown, index: number) => string | null {
  return (entry, index) => (isObject(entry) ? textOf(entry['key']) : null) ?? `${kind}-${String(index + 1)}`;
}

/** What is wrong with a reference; nothing, where it is none or leads somewhere. */
export function dangling(
  to: Keyed<unknown>,
  key: string | null | undefined,
  { path, what }: { path: Path; what: string },
): SeedProblem[] {
  if (key === undefined || key === null || to.byKey.has(key)) return [];
  const known = [...to.byKey.keys()];
  return [{ path, message: `names no ${what} of this file: ${key}.${suggestion(key, known)}` }];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function twice(key: string): string {
  return `has the same key as an entry before it: ${key}. Give one of them a "key" of its own`;
}

/** What a value of a seed may be: read by `checkShape`, published as JSON Schema. One description for both. */
export type Shape = Kind & {
  /** A sentence for editors that show the schema. */
  about?: string;
  /** `null` is a value too. */
  nullable?: boolean;
};

type Kind =
  | { kind: 'text'; least: number; most: number; pattern?: string; what?: string }
  | { kind: 'number'; least: number; most: number; whole: boolean; above?: boolean }
  | { kind: 'flag' }
  | { kind: 'choice'; words: readonly string[] }
  | { kind: 'instant' }
  | { kind: 'list'; of: Shape; least: number; most: number }
  | { kind: 'fields'; fields: Fields; needed: readonly string[] }
  /** Texts by name; `names`: those that are known, else any. */
  | { kind: 'texts'; names: readonly string[] | null }
  /** Judged by whom it belongs to. */
  | { kind: 'object' };

type Fields = Readonly<Record<string, Shape>>;

/** A shape of which it is known what a value that has it is. */
export type ShapeOf<Value> = Shape & { readonly example?: Value };

/** The fields of an interface, each with its shape: a key that one of the two lacks does not compile. */
export type ShapesOf<Value> = Readonly<{ [Name in keyof Value]-?: Shape }>;

const LONGEST_TEXT = 10_000;
/** Twelve digits before the point; the decimals are counted by the reader. */
const MOST_MONEY = 999_999_999_999.9;

const UUID = '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$';

export const id: Shape = { kind: 'text', least: 36, most: 36, pattern: UUID, what: 'an id (UUID)' };
export const name: Shape = { kind: 'text', least: 1, most: 255, pattern: '\\S', what: '1 to 255 characters of text' };
export const text: Shape = { kind: 'text', least: 0, most: LONGEST_TEXT };
export const flag: Shape = { kind: 'flag' };
export const instant: Shape = { kind: 'instant' };
export const money: Shape = { kind: 'number', least: 0, most: MOST_MONEY, whole: false };
export const budget: Shape = { kind: 'number', least: 0, most: MOST_MONEY, whole: false, above: true };
export const percent: Shape = { kind: 'number', least: 0, most: 100, whole: false };

export function whole(least: number, most: number): Shape {
  return { kind: 'number', least, most, whole: true };
}

export function choice(words: readonly string[]): Shape {
  return { kind: 'choice', words };
}

export function list(of: Shape, most: number, least = 0): Shape {
  return { kind: 'list', of, least, most };
}

export function fields<Value>(known: ShapesOf<Value>, needed: readonly (keyof Value & string)[] = []): ShapeOf<Value> {
  return { kind: 'fields', fields: known, needed };
}

export function texts(names: readonly string[] | null = null): Shape {
  return { kind: 'texts', names };
}

export function orNull(shape: Shape): Shape {
  return { ...shape, nullable: true };
}

export function about(sentence: string, shape: Shape): Shape {
  return { ...shape, about: sentence };
}

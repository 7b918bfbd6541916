/** The known word that somebody most likely meant; `null`: none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  const most = Math.min(3, Math.ceil(wanted.length / 3));
  const ranked = known
    .map((each) => ({ each, steps: distance(wanted, each.toLowerCase(), most) }))
    .filter(({ steps }) => steps <= most)
    .sort((left, right) => left.steps - right.steps);
  return ranked[0]?.each ?? null;
}

/** ` Did you mean x?`, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === null ? '' : ` Did you mean ${meant}?`;
}

/** Letters to insert, drop, change or swap; anything above `most` where it is more than that. */
function distance(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) next.push(step({ left, right, before, row, next }, i, j));
    [before, row] = [row, next];
  }
  return row[right.length] ?? most + 1;
}

interface Table {
  left: string;
  right: string;
  /** The last row but one, the last, and the one that is being made. */
  before: readonly number[];
  row: readonly number[];
  next: readonly number[];
}

function step({ left, right, before, row, next }: Table, i: number, j: number): number {
  const isSame = left[i - 1] === right[j - 1];
  const isSwap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
  return Math.min(
    at(row, j) + 1,
    at(next, j - 1) + 1,
    at(row, j - 1) + (isSame ? 0 : 1),
    isSwap ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
  );
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

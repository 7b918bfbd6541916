const MOST_NAMED = 5;

/** Those of the candidates that look most like a word, the most alike first; all that are as good as nothing like it are left out. */
export function nearest(word: string, candidates: readonly string[]): string[] {
  const wanted = word.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, distance: unlikeness(wanted, candidate.toLowerCase()) }))
    .filter(
      ({ candidate, distance }) => distance <= Math.max(2, Math.ceil(Math.max(wanted.length, candidate.length) / 3)),
    )
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_NAMED)
    .map(({ candidate }) => candidate);
}

/** ` Did you mean “a” or “b”?`, else what there is; empty without either. */
export function meant(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  if (near.length > 0) return ` Did you mean ${near.map(quoted).join(' or ')}?`;
  if (candidates.length === 0) return '';
  const shown = candidates.slice(0, MOST_NAMED).map(quoted).join(', ');
  const rest = candidates.length - MOST_NAMED;
  return ` There is ${shown}${rest > 0 ? ` and ${String(rest)} more` : ''}.`;
}

function quoted(text: string): string {
  return `“${text}”`;
}

/** What is contained counts as one edit away. */
function unlikeness(a: string, b: string): number {
  if (a !== b && a.length > 2 && b.includes(a)) return 1;
  return edits(a, b);
}

/** Letters to add, to drop or to change, by the table of Wagner and Fischer. */
function edits(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of Array.from(a).entries()) {
    const line = [row + 1];
    for (let column = 1; column <= b.length; column++) {
      const changed = (above[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      line.push(Math.min(changed, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[b.length] ?? 0;
}

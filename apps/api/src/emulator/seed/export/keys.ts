/** An exported entry, its row's id, and what others in the file call it. */
export interface Exported<Entry> {
  id: string;
  key: string;
  entry: Entry;
}

/**
 * Puts entries into an order that ids have no part in, by name and then by all that they say, and gives those of one name keys that
 * tell them apart: an export of the same account is the same text wherever it was loaded.
 */
export function withKeys<Entry extends { name: string; key?: string; id?: string }>(
  entries: readonly { id: string; entry: Entry }[],
  ids: boolean,
): Exported<Entry>[] {
  const sorted = entries
    .map((each) => ({ ...each, text: JSON.stringify(each.entry) }))
    .sort((left, right) => compare(left.entry.name, right.entry.name) || compare(left.text, right.text));
  const taken = new Set<string>();
  return sorted.map(({ id, entry }) => {
    const key = freeKey(entry.name, taken);
    taken.add(key);
    const named = { ...(ids && { id }), ...(key !== entry.name && { key }), ...entry };
    return { id, key, entry: named };
  });
}

/** By code units: the same on every machine. */
export function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function freeKey(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2, key = name; ; number++) {
    if (!taken.has(key)) return key;
    key = `${name.slice(0, 240)} #${String(number)}`;
  }
}

export function keysById(exported: readonly Exported<unknown>[]): Map<string, string> {
  return new Map(exported.map(({ id, key }) => [id, key]));
}

/** An object without what is as it would be if nothing were said: equal to its default, or `undefined`. */
export function lean<Value extends object>(
  value: Value,
  defaults: { readonly [Name in keyof Value]?: unknown },
): Partial<Value> {
  const entries: [string, unknown][] = Object.entries(value);
  const usual = new Map<string, unknown>(Object.entries(defaults));
  const kept = entries.filter(([name, member]) => member !== undefined && !isSame(member, usual, name));
  const said: Partial<Value> = {};
  return Object.assign(said, Object.fromEntries(kept));
}

/** A list, or nothing where it is empty. */
export function unlessEmpty<Entry>(entries: Entry[]): Entry[] | undefined {
  return entries.length === 0 ? undefined : entries;
}

function isSame(member: unknown, usual: ReadonlyMap<string, unknown>, name: string): boolean {
  return usual.has(name) && JSON.stringify(member) === JSON.stringify(usual.get(name));
}

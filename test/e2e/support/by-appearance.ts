const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * A text whose ids are replaced by the order in which they first appear, but for those of `fixed`, another text: what is compared of two
 * runs whose ids after the seed differ. ADR 0024.
 */
export function byAppearance(text: string, fixed = ''): string {
  const known = new Set(fixed.match(UUID) ?? []);
  const names = new Map<string, string>();
  return text.replace(UUID, (id) => {
    if (known.has(id)) return id;
    const name = names.get(id) ?? `id-${String(names.size + 1)}`;
    names.set(id, name);
    return name;
  });
}

import ts from 'typescript';

/** Named schemas. References are by object until all names are known. */
export class Components {
  #byKey = new Map();

  /** A reference to the component of a type, alias or word (`key`); `make` is asked once, and may itself refer to it. */
  refer({ name, folder }, key, make) {
    const own = this.#byKey.get(key) ?? this.#add(key, { name, folder });
    if (own.schema === undefined) {
      own.schema = {};
      own.schema = make();
    }
    return { $ref: own };
  }

  /** The values of a component that is an enumeration. */
  static valuesOf({ schema }) {
    return schema.enum;
  }

  #add(key, { name, folder }) {
    const added = { name, folder, schema: undefined };
    this.#byKey.set(key, added);
    return added;
  }

  /**
   * Gives every component its name: its own, or where several have the same one, that of its folder too. Answers name →
   * schema in alphabetical order; references in what `resolve` is given become strings.
   */
  finish() {
    const all = [...this.#byKey.values()];
    const namesakes = groupByName(all);
    for (const same of namesakes.values()) {
      if (same.length > 1) for (const component of same) component.name = `${component.folder}${component.name}`;
    }
    const names = new Set(all.map(({ name }) => name));
    if (names.size < all.length) throw new Error('Two schemas have the same name in the same folder.');
    const sorted = all.sort((a, b) => (a.name < b.name ? -1 : 1));
    return Object.fromEntries(sorted.map(({ name, schema }) => [name, resolveReferences(schema)]));
  }
}

/** A copy whose references are those of OpenAPI. */
export function resolveReferences(value) {
  if (Array.isArray(value)) return value.map(resolveReferences);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      key === '$ref' && typeof member === 'object'
        ? [key, `#/components/schemas/${member.name}`]
        : [key, resolveReferences(member)],
    ),
  );
}

/** The name of a class or interface of ours, `PageOfOfferView` for `Page<OfferView>`; `null`: what has none. */
export function nameOf(program, type) {
  const { symbol } = type;
  const declaration = symbol?.declarations?.find(
    (node) => ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node),
  );
  if (declaration === undefined || !program.isOurs(declaration)) return null;
  const args =
    type.target === undefined
      ? []
      : program.checker.getTypeArguments(type).slice(0, type.target.typeParameters?.length ?? 0);
  const folder = folderOf(program.pathOf(declaration));
  if (type.target === type) return { name: symbol.name, folder };
  const names = args.map((arg) => nameOf(program, arg)?.name ?? arg.aliasSymbol?.name ?? null);
  if (names.includes(null)) return null;
  return { name: names.length === 0 ? symbol.name : `${symbol.name}Of${names.join('And')}`, folder };
}

function groupByName(components) {
  const groups = new Map();
  for (const component of components) groups.set(component.name, [...(groups.get(component.name) ?? []), component]);
  return groups;
}

/** `apps/api/src/admin/offers/offer.dto.ts` → `Offers`. */
export function folderOf(path) {
  return path
    .split('/')
    .at(-2)
    .split('-')
    .map((word) => `${word[0].toUpperCase()}${word.slice(1)}`)
    .join('');
}

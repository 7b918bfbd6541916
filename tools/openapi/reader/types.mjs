import { html, inline } from './html.mjs';

const PAGE = /^PageOf(.+)$/;
const FORMATS = { uuid: 'UUID', 'date-time': 'time', uri: 'URL', email: 'e-mail address' };
const NAMES = {
  string: 'text',
  boolean: 'true or false',
  null: 'null',
  object: 'object',
  number: 'number',
  integer: 'integer',
};

/** Reads the schemas of one document. */
export class Types {
  constructor(document) {
    this.all = document.components.schemas;
  }

  /** Name of what a schema refers to. */
  nameOf({ $ref }) {
    return $ref?.split('/').at(-1);
  }

  resolve(schema) {
    return schema.$ref === undefined ? schema : this.all[this.nameOf(schema)];
  }

  /** Types that are worth a table: neither lists of words, which are shown where they are used, nor pages. */
  tables() {
    return Object.entries(this.all).filter(([name, { enum: values }]) => values === undefined && !PAGE.test(name));
  }

  /** The item type of a page; `undefined`: it is none. */
  itemsOf(schema) {
    return PAGE.test(this.nameOf(schema) ?? '') ? this.resolve(schema).properties.items.items : undefined;
  }

  /** A schema in words, with links to types that have a table. */
  words(schema) {
    const name = this.nameOf(schema);
    const own = this.resolve(schema);
    if (own.enum !== undefined) return or(own.enum.map((value) => html`<code>${String(value)}</code>`));
    if (this.itemsOf(schema) !== undefined)
      return html`<a href="#lists">page</a> of ${this.words(this.itemsOf(schema))}`;
    if (name !== undefined) return html`<a href="#type-${name}">${name}</a>`;
    return this.shape(own);
  }

  /** The same for a schema itself, not for its name. */
  shape(schema) {
    if (schema.const !== undefined) return html`<code>${String(schema.const)}</code>`;
    if (schema.anyOf !== undefined) return or(schema.anyOf.map((member) => this.words(member)));
    const types = [schema.type ?? 'anything'].flat();
    return or(types.map((type) => this.#ofType(type, schema)));
  }

  #ofType(type, schema) {
    if (type === 'array') return html`list of ${schema.items === undefined ? 'anything' : this.words(schema.items)}`;
    if (type === 'object' && schema.additionalProperties instanceof Object)
      return html`object of ${this.words(schema.additionalProperties)}`;
    if (type === 'string' && schema.format !== undefined) return FORMATS[schema.format] ?? schema.format;
    return NAMES[type] ?? type;
  }
}

const or = (parts) => parts.flatMap((part, index) => (index === 0 ? [part] : [' or ', part]));

/** What a schema allows beyond its type, in words. */
export function limitsOf(schema) {
  const limits = [
    between('from', schema.minimum, schema.maximum, ''),
    schema.exclusiveMinimum === undefined ? null : `above ${schema.exclusiveMinimum}`,
    between('', schema.minLength, schema.maxLength, ' characters'),
    between('', schema.minItems, schema.maxItems, ' items'),
    schema.uniqueItems === true ? 'no two alike' : null,
    isTelling(schema.pattern) ? `matches \`${schema.pattern}\`` : null,
    schema.default === undefined ? null : `default \`${JSON.stringify(schema.default)}\``,
  ].filter((limit) => limit !== null);
  return limits.length === 0 ? null : html`<span class="limits">${inline(limits.join('; '))}</span>`;
}

/** Bounds that are there for the machine's sake alone (largest integer) are no news. */
const isNews = (bound) => bound !== undefined && bound < 1_000_000;
const isTelling = (pattern) => pattern !== undefined && pattern !== '\\S';

function between(word, least, most, unit) {
  const number = (value) => value.toLocaleString('en');
  const start = word === '' ? '' : `${word} `;
  if (least !== undefined && isNews(most)) return `${start}${number(least)} to ${number(most)}${unit}`;
  if (isNews(most)) return `at most ${number(most)}${unit}`;
  return least === undefined ? null : `at least ${number(least)}${unit}`;
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** HTML that is not escaped again. */
class Markup {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/**
 * A piece of HTML; what is put in is escaped, unless it is one too. Lists are joined, `null` and `false` are nothing. The
 * indentation of the template itself is left out.
 */
export function html(strings, ...values) {
  const parts = strings.map((part) => part.replace(/\n\s+/g, '\n'));
  return new Markup(parts.reduce((text, part, index) => text + toText(values[index - 1]) + part));
}

/** Text that is HTML already: the style sheet. */
export const raw = (text) => new Markup(text);

/** Prose of a description: paragraphs, with `code`. */
export function prose(text) {
  return text === undefined || text === ''
    ? null
    : text.split('\n\n').map((paragraph) => html`<p>${inline(paragraph)}</p>`);
}

/** One line of prose. */
export function inline(text = '') {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** The same without links, for where a click means something else. */
export const withoutLinks = ({ text }) => raw(text.replace(/<\/?a\b[^>]*>/g, ''));

function toText(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(toText).join('');
  if (value === null || value === undefined || value === false) return '';
  return String(value).replace(/[&<>"]/g, (character) => ENTITIES[character]);
}

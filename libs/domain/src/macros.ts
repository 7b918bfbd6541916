/** Values by macro name: `null` is a macro without a value; a name that is absent is an unknown macro. */
export type MacroValues = Readonly<Record<string, string | null>>;

/** Value of one macro; `null` without a value, `undefined` for an unknown macro. */
export type ReadMacro<Source> = (name: string, source: Source) => string | null | undefined;

const MACRO = /\{([\w.-]+)\}/g;
const UNRESERVED = /^[\w.~-]*$/;
const LEFT_BARE = /[!'()*]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** URL parsers resolve such a path segment away, even when its dots are percent-encoded. */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;
const DOT = /\.|%2e/gi;

/** Names in curly brackets, each once, in order. */
export function macrosIn(template: string): string[] {
  return [...new Set(Array.from(template.matchAll(MACRO), ([, name = '']) => name))];
}

/**
 * Replaces each `{name}` once by its percent-encoded value, so that no value can add a parameter, a path segment or a fragment, and none is expanded again.
 * Unknown macros stay as written; a macro without a value becomes `nullText`. K§5.2.
 */
export function renderTemplate(template: string, values: MacroValues, nullText = ''): string {
  return compileTemplate(template, nullText)(values);
}

/** `renderTemplate` with the template read once. */
export function compileTemplate(template: string, nullText = ''): (values: MacroValues) => string {
  return compileMacros(template, readOwnValue, nullText);
}

/** The compiled form for hot paths: `read` picks values straight from the source, no object of values is built. */
export function compileMacros<Source>(
  template: string,
  read: ReadMacro<Source>,
  nullText = '',
): (source: Source) => string {
  const pathEnd = template.search(/[?#]/);
  const path = pathEnd === -1 ? template : template.slice(0, pathEnd);
  const tail = pathEnd === -1 ? '' : template.slice(pathEnd);
  const renderTail = compileText(tail, read, nullText);
  if (macrosIn(path).length === 0) return (source) => path + renderTail(source);
  const segments = path.split('/').map((segment) => compileSegment(segment, read, nullText));
  return (source) => segments.map((render) => render(source)).join('/') + renderTail(source);
}

/** RFC 3986: everything but letters, digits and `-._~` is percent-encoded; a lone surrogate, which has no encoding, becomes U+FFFD. */
export function encodeMacroValue(value: string): string {
  if (UNRESERVED.test(value)) return value;
  return encodeURIComponent(value.replace(LONE_SURROGATE, '\uFFFD')).replace(LEFT_BARE, encodeCharacter);
}

function readOwnValue(name: string, values: MacroValues): string | null | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function compileSegment<Source>(
  segment: string,
  read: ReadMacro<Source>,
  nullText: string,
): (source: Source) => string {
  const render = compileText(segment, read, nullText);
  if (macrosIn(segment).length === 0) return render;
  return (source) => {
    const text = render(source);
    return DOT_SEGMENT.test(text) ? text.replace(DOT, '%252E') : text;
  };
}

function compileText<Source>(text: string, read: ReadMacro<Source>, nullText: string): (source: Source) => string {
  const [first = '', ...rest] = text.split(MACRO);
  const parts = Array.from({ length: rest.length / 2 }, (_, index) => ({
    name: rest[index * 2] ?? '',
    literal: rest[index * 2 + 1] ?? '',
  }));
  const renderedNull = encodeMacroValue(nullText);
  return (source) => {
    let rendered = first;
    for (const { name, literal } of parts) {
      const value = read(name, source);
      if (value === undefined) rendered += `{${name}}`;
      else rendered += value === null ? renderedNull : encodeMacroValue(value);
      rendered += literal;
    }
    return rendered;
  };
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

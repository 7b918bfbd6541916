import ts from 'typescript';

/** Where the sources say what a rule comes from: sections of documents that readers of the API do not have. */
const SOURCE = String.raw`(?:[KGI]§\d+(?:\.\d+)*(?: rows? \d+(?:[–-]\d+)?)?|[GD]\d+(?:\.\d+)+|D\d+)`;
const SOURCES = `${SOURCE}(?:(?:,| and| to|;) ${SOURCE})*`;
const PARENTHESISED = new RegExp(String.raw` ?\((?:[^()]*, )?${SOURCES}\)`, 'g');
const SENTENCE = new RegExp(String.raw`(^|[.:;!?] )${SOURCES}\.?(?= |$)`, 'g');
const INSIDE = new RegExp(String.raw` (?:in|of) ${SOURCES}`, 'g');
const PREFIX = new RegExp(String.raw`${SOURCES}: `, 'g');

/** A doc comment as readers of the API want it: one paragraph, no source references, no links into the code. */
export function tidy(comment) {
  return comment
    .replace(/\{@link ([^}]+)\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .replace(PARENTHESISED, '')
    .replace(PREFIX, '')
    .replace(SENTENCE, '$1')
    .replace(INSIDE, '')
    .trim();
}

/** What a symbol's doc comment says, inherited ones included. */
export function describe(checker, symbol) {
  return symbol === undefined ? '' : tidy(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
}

/** The values of a symbol's `@example` tags, read as JSON where they are. */
export function examplesOf(checker, symbol) {
  return symbol
    .getJsDocTags(checker)
    .filter(({ name, text }) => name === 'example' && text !== undefined)
    .map(({ text }) => parse(ts.displayPartsToString(text).trim()));
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `listLinks` → `list links`. */
export function toWords(name) {
  return name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
}

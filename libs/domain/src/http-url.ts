import { encodeMacroValue, macrosIn } from './macros';

export interface HttpUrlRules {
  maxLength: number;
  /** Macros may stand after the authority; without this, braces mean nothing. */
  allowsMacros: boolean;
}

const ORIGIN = /^https?:\/\/[^/?#]+/i;
const BLANK_OR_CONTROL = /[\s\p{Cc}\p{Surrogate}]/u;
const NOT_PRINTABLE_ASCII = /[^\x21-\x7E]+/u;
const ALL_NOT_PRINTABLE_ASCII = new RegExp(NOT_PRINTABLE_ASCII, 'gu');

/** What is wrong with a configured URL, as a sentence for the person who typed it; `null` when nothing is. */
export function httpUrlProblem(url: string, rules: HttpUrlRules): string | null {
  if (url.length > rules.maxLength) return `The URL is longer than ${rules.maxLength.toLocaleString('en')} characters.`;
  if (BLANK_OR_CONTROL.test(url)) return 'The URL contains a space, a line break or another control character.';
  const origin = ORIGIN.exec(url)?.[0];
  if (origin === undefined) return 'The URL does not start with http:// or https:// and a host.';
  if (rules.allowsMacros && macrosIn(origin).length > 0) {
    return 'Macros can stand only in the path, the query and the fragment, not in the scheme, the host or the port.';
  }
  return partsProblem(url, origin);
}

/** Written so that it fits a header line: what is not ASCII is percent-encoded, a host gets its `xn--` form. Takes a URL that passed `httpUrlProblem`. */
export function toAsciiUrl(url: string): string {
  const origin = ORIGIN.exec(url)?.[0] ?? '';
  const rest = url.slice(origin.length).replace(ALL_NOT_PRINTABLE_ASCII, encodeMacroValue);
  return (NOT_PRINTABLE_ASCII.test(origin) ? new URL(origin).origin : origin) + rest;
}

function partsProblem(url: string, origin: string): string | null {
  if (origin.includes('@')) return 'The URL carries a user name or password; credentials do not belong into a URL.';
  if (/^[^?#]*\\/.test(url)) return 'The URL contains a backslash before the query; write a slash.';
  if (!URL.canParse(url)) return 'The host or the port of the URL is not valid.';
  return null;
}

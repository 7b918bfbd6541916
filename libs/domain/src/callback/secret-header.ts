/** Which of the two settings is wrong, by its admin field, and why. */
export interface SecretHeaderProblem {
  field: 'secretHeader' | 'secretValue';
  message: string;
}

const MAX_NAME_LENGTH = 100;
const MAX_VALUE_LENGTH = 1_000;
/** RFC 9110 section 5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
/** RFC 9110 section 5.5, without the controls of the Latin-1 half: visible at both ends, blanks and tabs between. */
const VALUE = /^[\x21-\x7E\xA1-\xFF](?:[\t\x20-\x7E\xA0-\xFF]*[\x21-\x7E\xA1-\xFF])?$/;

/** Set by the sender, or meant for one hop only; `__proto__` would vanish from a header object. */
const RESERVED = new Set([
  'host',
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'http2-settings',
  'te',
  'trailer',
  'upgrade',
  'expect',
  '__proto__',
]);

/** Why this name and value can't be sent as a header line; `null` when they can. K§9. */
export function secretHeaderProblem(name: string, value: string): SecretHeaderProblem | null {
  const nameProblem = secretNameProblem(name);
  if (nameProblem !== null) return { field: 'secretHeader', message: nameProblem };
  const valueProblem = secretValueProblem(value);
  return valueProblem === null ? null : { field: 'secretValue', message: valueProblem };
}

function secretNameProblem(name: string): string | null {
  if (name.length > MAX_NAME_LENGTH) return 'The header name is longer than 100 characters.';
  if (!TOKEN.test(name)) return "The header name may hold only letters, digits and !#$%&'*+-.^_`|~, at least one.";
  return RESERVED.has(name.toLowerCase()) ? 'This header is set by the sender itself; choose another name.' : null;
}

function secretValueProblem(value: string): string | null {
  if (value.length > MAX_VALUE_LENGTH) return 'The secret value is longer than 1,000 characters.';
  return VALUE.test(value)
    ? null
    : 'The secret value may hold only visible characters of Latin-1, with blanks only between them, at least one.';
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const MAX_REASON_LENGTH = 255;

/** NUL and lone surrogates can be neither stored nor sent. K§9. */
export function hasForbiddenCharacters(text: string): boolean {
  return text.includes('\0') || LONE_SURROGATE.test(text);
}

/** What no text in the ledger can hold, and no CSV file has, becomes U+FFFD: half surrogate pairs and NUL. */
export function storableText(text: string): string {
  return text.replace(/\p{Cs}|\0/gu, '\uFFFD');
}

/** A rejection reason as it is kept: trimmed, at most 255 characters, no half of a surrogate pair at the end. K§4.1. */
export function cutReason(text: string): string {
  const cut = text.trim().slice(0, MAX_REASON_LENGTH);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** What no text in the ledger can hold, and no CSV file has, becomes U+FFFD: half surrogate pairs and NUL. */
export function storableText(text: string): string {
  return text.replace(/\p{Cs}|\0/gu, '\uFFFD');
}

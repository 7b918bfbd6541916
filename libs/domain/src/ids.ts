const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Any version, any case: ids of other systems are looked up too. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The lower-case form that ids are stored in; `null` when the text is no UUID. */
export function normaliseUuid(text: string): string | null {
  return isUuid(text) ? text.toLowerCase() : null;
}

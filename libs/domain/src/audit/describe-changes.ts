import { storableText } from '../text';

/** A field that a change named, and what it became where that is short and no secret. */
export interface AuditedField {
  field: string;
  to?: string | number | boolean | null;
}

const MOST_FIELDS = 60;
const LONGEST_NAME = 64;
const LONGEST_VALUE = 64;

/** Whose values are never shown, whatever they are. */
const SECRET = /secret|key|token|sign|password|auth|cookie/i;

/** Text is shown of these alone, which are words of ours: a URL, a name or a link may hold anything. */
const WORDS: ReadonlySet<string> = new Set([
  ...['status', 'scope', 'kind', 'field', 'at', 'by', 'slug', 'method', 'retry', 'overlap', 'product'],
  ...['offerType', 'conversionType', 'rewarding', 'callbackKeyCase', 'nullMacro', 'platform', 'offerSource'],
]);

/** What a request's body says is to change: names, one level into objects, and of lists their length. */
export function describeChanges(body: unknown): AuditedField[] {
  if (Array.isArray(body)) return [{ field: 'items', to: body.length }];
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body)
    .slice(0, MOST_FIELDS)
    .flatMap(([name, value]) => describe(name, value))
    .slice(0, MOST_FIELDS);
}

function describe(name: string, value: unknown): AuditedField[] {
  const field = shortened(name);
  if (Array.isArray(value)) return [{ field, to: value.length }];
  if (typeof value === 'object' && value !== null) {
    return Object.keys(value).map((inner) => ({ field: `${field}.${shortened(inner)}` }));
  }
  if (!isShown(name, value)) return [{ field }];
  return [{ field, to: typeof value === 'string' ? storableText(value) : value }];
}

/** Names come from the caller as values do: a cut may part a surrogate pair, and some can't be stored as they are. */
function shortened(name: string): string {
  return storableText(name.slice(0, LONGEST_NAME));
}

function isShown(name: string, value: unknown): value is string | number | boolean | null {
  if (SECRET.test(name)) return false;
  if (typeof value === 'string') return WORDS.has(name) && value.length <= LONGEST_VALUE;
  return typeof value === 'number' || typeof value === 'boolean' || value === null;
}

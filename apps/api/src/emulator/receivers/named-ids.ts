import { isUuid } from '@app/domain';

/** What a call of a receiver says that it is about; whether it is so is for the ledger to tell. */
export interface NamedIds {
  /** What the body of a callback calls itself. */
  deliveryId: string | null;
  /** The time of the attempt, as the body of a callback says. */
  sentAt: string | null;
  /** Ids in the address, and those of a callback's delivery and conversion. */
  ids: string[];
}

const MOST_IDS = 10;
const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** A callback begins so; no other body is read. */
const CALLBACK = /^\s*\{\s*"id"/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export function namedIds(url: string, body: string): NamedIds {
  const callback = CALLBACK.test(body) ? readCallback(body) : NOTHING;
  const inUrl = (url.match(UUIDS) ?? []).slice(0, MOST_IDS).map((id) => id.toLowerCase());
  return { ...callback, ids: [...new Set([...inUrl, ...callback.ids])] };
}

const NOTHING: NamedIds = { deliveryId: null, sentAt: null, ids: [] };

function readCallback(body: string): NamedIds {
  const read = fieldsOf(parsed(body));
  const conversion = fieldsOf(read['conversion']);
  const deliveryId = idOf(read['id']);
  // The one name that is spelled in either case. G10.1.
  const conversionId = idOf(conversion['conversionId'] ?? conversion['ConversionId']);
  return {
    deliveryId,
    sentAt: instantOf(read['sentAt']),
    ids: [deliveryId, conversionId].filter((id) => id !== null),
  };
}

function idOf(value: unknown): string | null {
  return typeof value === 'string' && isUuid(value) ? value.toLowerCase() : null;
}

function instantOf(value: unknown): string | null {
  return typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

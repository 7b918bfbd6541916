import type { OfferEvent } from './offer';
import { DEFAULT_EVENT, DEFAULT_OFFER, type OfferFields } from './offer-fields';

const NAMES = ['name', 'link', 'advertiserId', 'categoryId', 'countryId'];
const EVENT_NAMES = ['id', 'eventId', 'name', 'displayOrder'];

/** An offer and its events, in any order. */
export interface ComparedOffer {
  offer: OfferFields;
  events: readonly OfferEvent[];
}

/** Whether nothing that may be set of an offer or its events differs. */
export function isSameOffer(left: ComparedOffer, right: ComparedOffer): boolean {
  return (
    isSame(
      pick(left.offer, [...NAMES, ...Object.keys(DEFAULT_OFFER)]),
      pick(right.offer, [...NAMES, ...Object.keys(DEFAULT_OFFER)]),
    ) && isSame(byId(left.events), byId(right.events))
  );
}

function byId(events: readonly OfferEvent[]): Map<string, unknown>[] {
  return events
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .map((event) => pick(event, [...EVENT_NAMES, ...Object.keys(DEFAULT_EVENT)]));
}

function pick(value: object, names: readonly string[]): Map<string, unknown> {
  const entries = Object.entries(value);
  return new Map(entries.filter(([name]) => names.includes(name)));
}

/** By what they hold, whatever their classes and the order of their members. */
function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (left instanceof Date || right instanceof Date) return String(toTime(left)) === String(toTime(right));
  const [ours, theirs] = [membersOf(left), membersOf(right)];
  return (
    ours.size === theirs.size && [...ours].every(([name, value]) => theirs.has(name) && isSame(value, theirs.get(name)))
  );
}

function toTime(value: object): number {
  return value instanceof Date ? value.getTime() : Number.NaN;
}

function membersOf(value: object): Map<unknown, unknown> {
  return value instanceof Map ? value : new Map<string, unknown>(Object.entries(value));
}

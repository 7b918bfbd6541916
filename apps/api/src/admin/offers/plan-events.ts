import { newId } from '@app/runtime';
import type { OfferEntity, OfferEventEntity } from '@app/store';
import { Problem } from '../../http/problem';
import { mergeEvent, type OfferEventFields } from './dto/offer-event.dto';

/**
 * The events that an offer has from now on, in the order of the list: one that it has already keeps its id and what the
 * list leaves out. Throws a problem that names the field.
 */
export function planEvents(
  offer: Pick<OfferEntity, 'id' | 'accountId'>,
  present: readonly OfferEventEntity[],
  given: readonly OfferEventFields[],
): OfferEventEntity[] {
  const taken = new Set<string>();
  return given.map((fields, index) => {
    const event = mergeEvent(presentEvent(present, fields, index) ?? newEvent(offer, fields, index), fields);
    if (taken.has(event.id)) throw Problem.field(`events.${index}`, 'The list names this event twice.');
    taken.add(event.id);
    return event;
  });
}

function presentEvent(
  present: readonly OfferEventEntity[],
  { id, eventId }: OfferEventFields,
  index: number,
): OfferEventEntity | undefined {
  if (id === undefined) return present.find((event) => event.eventId === eventId);
  const event = present.find((candidate) => candidate.id === id);
  if (event === undefined) throw Problem.field(`events.${index}.id`, 'The offer has no event with this id.');
  return event;
}

function newEvent(
  { id: offerId, accountId }: Pick<OfferEntity, 'id' | 'accountId'>,
  { eventId }: OfferEventFields,
  index: number,
): OfferEventEntity {
  if (eventId === undefined) throw Problem.field(`events.${index}.eventId`, 'A new event needs an eventId.');
  return {
    id: newId(),
    accountId,
    offerId,
    eventId,
    name: eventId,
    sequenceNumber: null,
    displayOrder: index + 1,
    minTimeFromPreviousEvent: null,
    deadlineDays: null,
    pendingTime: 0,
    revenue: '0',
    reward: '0',
    dailyCap: null,
    weeklyCap: null,
    monthlyCap: null,
    allTimeCap: null,
    allowRepetitions: false,
    showOnOfferWall: true,
    deletedAt: null,
  };
}

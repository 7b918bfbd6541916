import type { FieldProblem } from '../field-problem';
import type { OfferEvent } from './offer';
import { DEFAULT_EVENT, type OfferEventChanges } from './offer-fields';

/**
 * The events that an offer has from now on, in the order of the list: one that it has already keeps its id and what the
 * list leaves out. `newId` makes the ids of new ones. `problem`: the first field that is wrong.
 */
export function planEvents(
  present: readonly OfferEvent[],
  given: readonly OfferEventChanges[],
  newId: () => string,
): { events: OfferEvent[] } | { problem: FieldProblem } {
  const events: OfferEvent[] = [];
  for (const [index, changes] of given.entries()) {
    const planned = planEvent(present, changes, { index, newId });
    if ('problem' in planned) return planned;
    if (events.some(({ id }) => id === planned.event.id)) {
      return refuse(`events.${index}`, 'The list names this event twice.');
    }
    events.push(planned.event);
  }
  return { events };
}

function planEvent(
  present: readonly OfferEvent[],
  changes: OfferEventChanges,
  { index, newId }: { index: number; newId: () => string },
): { event: OfferEvent } | { problem: FieldProblem } {
  const { id, eventId } = changes;
  const current = present.find((event) => (id === undefined ? event.eventId === eventId : event.id === id));
  if (current !== undefined) return { event: { ...current, ...changes } };
  if (id !== undefined) return refuse(`events.${index}.id`, 'The offer has no event with this id.');
  if (eventId === undefined) return refuse(`events.${index}.eventId`, 'A new event needs an eventId.');
  return {
    event: { ...DEFAULT_EVENT, name: eventId, displayOrder: index + 1, ...changes, id: newId(), eventId },
  };
}

function refuse(field: string, message: string): { problem: FieldProblem } {
  return { problem: { field, message } };
}

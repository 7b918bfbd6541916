import type { OfferEntity, OfferEventEntity } from '@app/store';
import type { FieldProblem } from '../../http/problem';
import { CAP_NAMES } from './dto/caps.dto';

type JudgedOffer = Pick<OfferEntity, 'offerType' | 'targeting' | (typeof CAP_NAMES)[number]>;
type JudgedEvent = Pick<OfferEventEntity, 'eventId'>;

/** What is wrong with an offer as a whole: fields that are right alone and do not go together. K§6, G§3.5. */
export function offerProblems(offer: JudgedOffer, events: readonly JudgedEvent[]): FieldProblem[] {
  return [
    ...(offer.offerType === 'MultiEvent' ? multiEventProblems(offer, events) : singleEventProblems(events)),
    ...ageProblems(offer),
  ];
}

function singleEventProblems(events: readonly JudgedEvent[]): FieldProblem[] {
  return events.length === 0 ? [] : [{ field: 'events', message: 'A SingleEvent offer has no events.' }];
}

function multiEventProblems(offer: JudgedOffer, events: readonly JudgedEvent[]): FieldProblem[] {
  const caps = CAP_NAMES.filter((name) => offer[name] !== null).map((field) => ({
    field,
    message: `A MultiEvent offer has no cap of its own; set ${field} on its events.`,
  }));
  if (events.length === 0) {
    return [...caps, { field: 'events', message: 'A MultiEvent offer needs at least one event.' }];
  }
  const ids = events.map(({ eventId }) => eventId);
  const doubles = ids.flatMap((eventId, index) =>
    ids.indexOf(eventId) === index
      ? []
      : [{ field: `events.${index}.eventId`, message: 'Another event of the offer has this eventId.' }],
  );
  return [...caps, ...doubles];
}

function ageProblems({ targeting }: JudgedOffer): FieldProblem[] {
  return (targeting.ages ?? []).flatMap(({ from, to }, index) =>
    from <= to ? [] : [{ field: `targeting.ages.${index}.to`, message: 'The range ends before it begins.' }],
  );
}

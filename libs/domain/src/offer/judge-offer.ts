import type { FieldProblem } from '../field-problem';
import type { OfferEvent } from './offer';
import { CAP_NAMES, type OfferFields } from './offer-fields';

type JudgedOffer = Pick<
  OfferFields,
  | 'offerType'
  | 'targeting'
  | 'shouldSendCostData'
  | (typeof CAP_NAMES)[number]
  | (typeof COST_FIELDS)[number]
  | 'launchDate'
  | 'expiryDate'
>;
type JudgedEvent = Pick<OfferEvent, 'eventId'>;

const COST_FIELDS = ['costModel', 'appName', 'storeId', 'advertiserCampaignName'] as const;

/** What is wrong with an offer as a whole: fields that are right alone and do not go together. K§6, G§3.5, G§7.8. */
export function offerProblems(offer: JudgedOffer, events: readonly JudgedEvent[]): FieldProblem[] {
  return [
    ...(offer.offerType === 'MultiEvent' ? multiEventProblems(offer, events) : singleEventProblems(events)),
    ...ageProblems(offer),
    ...costProblems(offer),
    ...dateProblems(offer),
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

function costProblems(offer: JudgedOffer): FieldProblem[] {
  if (!offer.shouldSendCostData) return [];
  return COST_FIELDS.filter((name) => offer[name] === null).map((field) => ({
    field,
    message: `An offer with shouldSendCostData needs ${field}.`,
  }));
}

function dateProblems({ launchDate, expiryDate }: JudgedOffer): FieldProblem[] {
  if (launchDate === null || expiryDate === null || launchDate < expiryDate) return [];
  return [{ field: 'expiryDate', message: 'The offer expires before it is launched.' }];
}

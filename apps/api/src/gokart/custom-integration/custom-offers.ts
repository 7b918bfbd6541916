import type { FieldProblem } from '@app/domain';
import type { IntegrationOutcome, SentOffer } from '@app/tracking';
import { readFields } from '../../http/validation';
import { toGivenOffer, toWireProblem } from '../management/given-offer';
import { misspeltCaps } from '../management/misspelt-caps';
import { CustomOffer } from './custom-offers.dto';

/** What became of one offer. */
export interface OfferResult {
  /** `null`: it could not be read. */
  externalId: string | null;
  messages: string[];
}

/** What became of the offers of a request. G§7.8. */
export interface CustomOffersAnswer {
  createdOffers: OfferResult[];
  updatedOffers: OfferResult[];
  notChangedOffers: OfferResult[];
  failedOffers: OfferResult[];
}

/** Word for word the platform's. */
const UNCHANGED = 'Offer has the same data';
const DATA = 'offerData.';

/** One offer of a request, or what can't be read of it. */
export async function toSentOffer(sent: unknown): Promise<SentOffer> {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    return {
      externalId: null,
      problems: [{ field: '', message: 'An offer is an object with externalId and offerData.' }],
    };
  }
  const read = await readFields(CustomOffer, sent);
  const caps = misspeltCaps(memberOf(sent, 'offerData')).map((problem) => inData(problem));
  if ('problems' in read || caps.length > 0) {
    const problems = [...('problems' in read ? read.problems : []), ...caps];
    return { externalId: externalIdOf(sent), problems };
  }
  const { externalId, offerData } = read.fields;
  const { offerEvents = [], ...fields } = offerData;
  return { externalId, given: toGivenOffer(fields, offerEvents) };
}

export function toCustomAnswer(outcomes: readonly IntegrationOutcome[]): CustomOffersAnswer {
  const those = (kind: IntegrationOutcome['kind']): OfferResult[] =>
    outcomes
      .filter((outcome) => outcome.kind === kind)
      .map(({ externalId, problems }) => ({
        externalId,
        messages: kind === 'unchanged' ? [UNCHANGED] : problems.map(toMessage),
      }));
  return {
    createdOffers: those('created'),
    updatedOffers: those('updated'),
    notChangedOffers: those('unchanged'),
    failedOffers: those('failed'),
  };
}

/** Fields of the offer itself stand in its data. */
function toMessage(problem: FieldProblem): string {
  const { field, message } = problem;
  if (field === '') return message;
  const isNamed = field === 'externalId' || field === 'offerData' || field.startsWith(DATA);
  return `${isNamed ? field : inData(toWireProblem(problem)).field}: ${message}`;
}

function inData({ field, message }: FieldProblem): FieldProblem {
  return { field: `${DATA}${field}`, message };
}

/** So that a failure can be told of the right offer. */
function externalIdOf(sent: unknown): string | null {
  const externalId = memberOf(sent, 'externalId');
  return typeof externalId === 'string' && externalId.length <= 255 && externalId.trim() !== '' ? externalId : null;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}

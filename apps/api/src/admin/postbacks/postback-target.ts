import { findOffer, type OfferRow, type PostbackEntity, type Tx } from '@app/store';
import { Problem } from '../../http/problem';
import type { UpdatePostback } from './postback.dto';

/** What a postback is for. */
export type PostbackTarget = Pick<PostbackEntity, 'scope' | 'offerId' | 'offerEventId'>;

/** The target that is asked for, on top of the one there is. Throws a problem that names the field. K§5.2. */
export async function nextTarget(
  tx: Tx,
  present: PostbackTarget & { accountId: string },
  { scope = present.scope, offerId = present.offerId, eventId }: Pick<UpdatePostback, 'scope' | 'offerId' | 'eventId'>,
): Promise<PostbackTarget> {
  // What there is stands, even when its offer was deleted since.
  if (scope === present.scope && offerId === present.offerId && eventId === undefined && offerId !== null) {
    return present;
  }
  const offer = offerId === null ? null : await offerOf(tx, present.accountId, offerId);
  const named = eventId ?? null;
  const offerEventId = scope === 'event' ? eventLevelId(offer, named) : globalId(named);
  return { scope, offerId, offerEventId };
}

function eventLevelId(offer: OfferRow | null, named: string | null): string | null {
  if (offer === null) throw Problem.field('offerId', 'An event-level postback needs an offer.');
  return offerEventIdOf(offer, named);
}

function globalId(named: string | null): null {
  if (named !== null) throw Problem.field('eventId', 'A global postback fires on every event; leave eventId out.');
  return null;
}

async function offerOf(tx: Tx, accountId: string, offerId: string): Promise<OfferRow> {
  const offer = await findOffer(tx, offerId);
  if (offer?.accountId !== accountId || offer.deleted) throw Problem.field('offerId', 'There is no such offer.');
  return offer;
}

/** Id of the event, which is named by its Event ID or its own id; `null`: the SingleEvent offer itself. */
export function offerEventIdOf(
  { offerType, events }: Pick<OfferRow, 'offerType' | 'events'>,
  named: string | null,
): string | null {
  if (offerType === 'SingleEvent') {
    if (named !== null) throw Problem.field('eventId', 'A SingleEvent offer has no events; leave eventId out.');
    return null;
  }
  if (named === null) throw Problem.field('eventId', 'A postback for a MultiEvent offer names one of its events.');
  const event = events.find(({ eventId }) => eventId === named) ?? events.find(({ id }) => id === named.toLowerCase());
  if (event === undefined) throw Problem.field('eventId', 'The offer has no such event.');
  return event.id;
}

import { judgeSchedule, MOST_PENDING_CHANGES, type ScheduleRefusal } from '@app/domain';
import { OfferEntity, OfferEventEntity, ScheduledChangeEntity } from '@app/store';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { Problem } from '../../http/problem';

const REFUSALS: Readonly<Record<ScheduleRefusal, string>> = {
  'not-on-the-hour': 'A change begins on a full hour, such as 2026-11-21T07:00:00Z.',
  'not-ahead': "A change begins after the account's platform time.",
  'too-far': 'A change begins a year ahead at most.',
  'hour-taken': 'There is a change of this field for this hour already.',
  'too-many': `At most ${String(MOST_PENDING_CHANGES)} changes of a field may wait.`,
};

/** Id of the event that a change is for; `null`: the SingleEvent offer itself. Throws a problem that names the field. */
export async function scheduledEventId(
  manager: EntityManager,
  accountId: string,
  { offerId, eventId }: { offerId: string; eventId?: string | null },
): Promise<string | null> {
  const offer = await manager.findOneBy(OfferEntity, { id: offerId, accountId, deletedAt: IsNull() });
  if (offer === null) throw Problem.field('offerId', 'There is no such offer.');
  const named = eventId ?? null;
  if (offer.offerType === 'SingleEvent') {
    if (named !== null) throw Problem.field('eventId', 'A SingleEvent offer has no events; leave eventId out.');
    return null;
  }
  if (named === null) throw Problem.field('eventId', 'A change of a MultiEvent offer names one of its events.');
  const events = await manager.findBy(OfferEventEntity, { offerId, deletedAt: IsNull() });
  const event = events.find((each) => each.eventId === named) ?? events.find(({ id }) => id === named.toLowerCase());
  if (event === undefined) throw Problem.field('eventId', 'The offer has no such event.');
  return event.id;
}

/** Throws a problem that names `at` when the change can't wait for that hour. */
export async function refuseSchedule(manager: EntityManager, change: ScheduledChangeEntity, now: Date): Promise<void> {
  const { id, offerId, offerEventId, field, dueAt } = change;
  const others = await manager.findBy(ScheduledChangeEntity, {
    id: Not(id),
    offerId,
    offerEventId: offerEventId ?? IsNull(),
    field,
    appliedAt: IsNull(),
  });
  const refusal = judgeSchedule({ at: dueAt, now, pending: others.map((each) => each.dueAt) });
  if (refusal !== null) throw Problem.field('at', REFUSALS[refusal]);
}

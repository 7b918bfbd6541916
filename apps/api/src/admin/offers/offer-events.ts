import { OfferEventEntity, type OfferEntity } from '@app/store';
import { In, IsNull, type EntityManager } from 'typeorm';

/** The events that offers have now, in the order in which they are shown. */
export function findEvents(manager: EntityManager, offers: readonly OfferEntity[]): Promise<OfferEventEntity[]> {
  if (offers.length === 0) return Promise.resolve([]);
  return manager.find(OfferEventEntity, {
    where: { offerId: In(offers.map(({ id }) => id)), deletedAt: IsNull() },
    order: { displayOrder: 'ASC', id: 'ASC' },
  });
}

/** All are taken away first and those of the list come back: two of them may swap their `eventId`, which no two may share at any instant. */
export async function replaceEvents(
  manager: EntityManager,
  { present, next }: { present: readonly OfferEventEntity[]; next: readonly OfferEventEntity[] },
  now: Date,
): Promise<void> {
  const presentIds = present.map(({ id }) => id);
  await manager.update(OfferEventEntity, { id: In(presentIds) }, { deletedAt: now });
  for (const event of next) {
    if (presentIds.includes(event.id)) await manager.update(OfferEventEntity, { id: event.id }, event);
    else await manager.insert(OfferEventEntity, event);
  }
}

export function inDisplayOrder(events: readonly OfferEventEntity[]): OfferEventEntity[] {
  return [...events].sort((a, b) => a.displayOrder - b.displayOrder || (a.id < b.id ? -1 : 1));
}

import type { OfferEvent } from '@app/domain';
import { OfferEventEntity, type OfferEntity } from '@app/store';
import { In, IsNull, type EntityManager } from 'typeorm';

/** The events that offers have now, in the order in which they are shown. */
export function findEvents(
  manager: EntityManager,
  offers: readonly Pick<OfferEntity, 'id'>[],
): Promise<OfferEventEntity[]> {
  if (offers.length === 0) return Promise.resolve([]);
  return manager.find(OfferEventEntity, {
    where: { offerId: In(offers.map(({ id }) => id)), deletedAt: IsNull() },
    order: { displayOrder: 'ASC', id: 'ASC' },
  });
}

export async function insertEvents(
  manager: EntityManager,
  offer: Pick<OfferEntity, 'id' | 'accountId'>,
  events: readonly OfferEvent[],
): Promise<void> {
  if (events.length > 0) await manager.insert(OfferEventEntity, toRows(offer, events));
}

/** All are taken away first and those of the list come back: two of them may swap their `eventId`, which no two may share at any instant. */
export async function replaceEvents(
  manager: EntityManager,
  offer: Pick<OfferEntity, 'id' | 'accountId'>,
  { present, next }: { present: readonly OfferEvent[]; next: readonly OfferEvent[] },
  now: Date,
): Promise<void> {
  const presentIds = present.map(({ id }) => id);
  await manager.update(OfferEventEntity, { id: In(presentIds) }, { deletedAt: now });
  for (const row of toRows(offer, next)) {
    if (presentIds.includes(row.id)) await manager.update(OfferEventEntity, { id: row.id }, row);
    else await manager.insert(OfferEventEntity, row);
  }
}

export function inDisplayOrder(events: readonly OfferEvent[]): OfferEvent[] {
  return [...events].sort((a, b) => a.displayOrder - b.displayOrder || (a.id < b.id ? -1 : 1));
}

function toRows(
  { id: offerId, accountId }: Pick<OfferEntity, 'id' | 'accountId'>,
  events: readonly OfferEvent[],
): OfferEventEntity[] {
  return events.map((event) => ({ ...event, accountId, offerId, deletedAt: null }));
}

import { Injectable } from '@nestjs/common';
import type { OfferStatus } from '@app/domain';
import { Config } from '@app/runtime';
import { OfferEntity, OfferEventEntity } from '@app/store';
import { DataSource, IsNull, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { CurrentAccountRef } from '../../http/current-account';
import type { ListAnswer } from '../../http/ledger-list';
import { Problem } from '../../http/problem';
import { AccountWrites } from '../account-writes';
import { answerEntities, containing } from '../entity-list';
import { rowId } from '../row-id';
import { mergeOffer, type CreateOffer, type OfferQuery, type UpdateOffer } from './dto/offer.dto';
import { OFFER_COLUMNS, toOfferView, type OfferView } from './dto/offer.view';
import { offerProblems } from './judge-offer';
import { newOffer } from './new-offer';
import { findEvents, inDisplayOrder, replaceEvents } from './offer-events';
import { checkReferences, defaultReferences } from './offer-references';
import { planEvents } from './plan-events';

const SORTABLE = ['createdAt', 'name', 'status', 'offerType', 'conversionType', 'revenue', 'reward', 'payout'];

/** Offers and their events. A deleted one stays in the ledger for its conversions, and is shown no more. */
@Injectable()
export class OffersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writes: AccountWrites,
    private readonly config: Config,
  ) {}

  async create(account: CurrentAccountRef, body: CreateOffer): Promise<OfferView> {
    const { events: givenEvents = [], ...given } = body;
    return this.writes.write(account.id, async (manager, now) => {
      await checkReferences(manager, account.id, given);
      const references = await defaultReferences(manager, account.id);
      const offer = mergeOffer(newOffer(account.id, references, { ...given, createdAt: now }), given);
      const events = planEvents(offer, [], givenEvents);
      refuseProblems(offer, events);
      await manager.insert(OfferEntity, offer);
      if (events.length > 0) await manager.insert(OfferEventEntity, events);
      return toOfferView(offer, inDisplayOrder(events), this.config.publicUrl);
    });
  }

  list(account: CurrentAccountRef, query: OfferQuery): Promise<ListAnswer<OfferView>> {
    const list = {
      name: 'offers',
      where: toWhere(account, query),
      sortable: SORTABLE,
      columns: OFFER_COLUMNS,
      toViews: (rows: OfferEntity[]): Promise<OfferView[]> => this.toViews(rows),
    };
    return answerEntities(this.dataSource.getRepository(OfferEntity), list, query);
  }

  async get(account: CurrentAccountRef, id: string): Promise<OfferView> {
    const { manager } = this.dataSource;
    const offer = await find(manager, account, id);
    return toOfferView(offer, await findEvents(manager, [offer]), this.config.publicUrl);
  }

  async update(account: CurrentAccountRef, id: string, body: UpdateOffer): Promise<OfferView> {
    const { events: givenEvents, ...given } = body;
    return this.writes.write(account.id, async (manager, now) => {
      const current = await find(manager, account, id);
      await checkReferences(manager, account.id, given);
      const offer = mergeOffer(current, given);
      const present = await findEvents(manager, [offer]);
      const events = givenEvents === undefined ? present : planEvents(offer, present, givenEvents);
      refuseProblems(offer, events);
      await manager.update(OfferEntity, { id: offer.id }, offer);
      if (givenEvents !== undefined) await replaceEvents(manager, { present, next: events }, now);
      return toOfferView(offer, inDisplayOrder(events), this.config.publicUrl);
    });
  }

  /** Pauses or resumes; it may be so already. */
  setStatus(account: CurrentAccountRef, id: string, status: OfferStatus): Promise<void> {
    return this.writes.write(account.id, async (manager) => {
      const offer = await find(manager, account, id);
      await manager.update(OfferEntity, { id: offer.id }, { status });
    });
  }

  remove(account: CurrentAccountRef, id: string): Promise<void> {
    return this.writes.write(account.id, async (manager, now) => {
      const offer = await find(manager, account, id);
      await manager.update(OfferEntity, { id: offer.id }, { deletedAt: now });
    });
  }

  private async toViews(offers: readonly OfferEntity[]): Promise<OfferView[]> {
    const events = await findEvents(this.dataSource.manager, offers);
    return offers.map((offer) =>
      toOfferView(
        offer,
        events.filter(({ offerId }) => offerId === offer.id),
        this.config.publicUrl,
      ),
    );
  }
}

async function find(manager: EntityManager, account: CurrentAccountRef, id: string): Promise<OfferEntity> {
  const where = { id: rowId(id, 'offer'), accountId: account.id, deletedAt: IsNull() };
  const offer = await manager.findOneBy(OfferEntity, where);
  if (offer === null) throw Problem.notFound('offer');
  return offer;
}

function refuseProblems(offer: OfferEntity, events: readonly OfferEventEntity[]): void {
  const problems = offerProblems(offer, events);
  if (problems.length > 0) throw new Problem(400, problems.map(({ message }) => message).join(' '), problems);
}

function toWhere(
  account: CurrentAccountRef,
  { search, status, offerType, advertiserId }: OfferQuery,
): FindOptionsWhere<OfferEntity> {
  return {
    accountId: account.id,
    deletedAt: IsNull(),
    ...(search !== undefined && { name: containing(search) }),
    ...(status !== undefined && { status }),
    ...(offerType !== undefined && { offerType }),
    ...(advertiserId !== undefined && { advertiserId }),
  };
}

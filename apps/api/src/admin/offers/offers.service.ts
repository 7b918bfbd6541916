import { Injectable } from '@nestjs/common';
import type { OfferStatus } from '@app/domain';
import { Config } from '@app/runtime';
import { OfferEntity } from '@app/store';
import { AccountWrites, findEvents, WriteOffers, type OfferWrite } from '@app/tracking';
import { DataSource, IsNull, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { toOfferChanges } from '../../http/offers/offer-changes';
import { toEventChanges } from '../../http/offers/step-fields.dto';
import { Problem } from '../../http/problem';
import { answerEntities, containing } from '../entity-list';
import { rowId } from '../row-id';
import type { CreateOffer, OfferQuery, UpdateOffer } from './dto/offer.dto';
import { OFFER_COLUMNS, toOfferView, type OfferView } from './dto/offer.view';

const SORTABLE = ['createdAt', 'name', 'status', 'offerType', 'conversionType', 'revenue', 'reward', 'payout'];

/** Offers and their events. A deleted one stays in the ledger for its conversions, and is shown no more. */
@Injectable()
export class OffersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly offers: WriteOffers,
    private readonly writes: AccountWrites,
    private readonly config: Config,
  ) {}

  async create(account: CurrentAccountRef, { name, link, events = [], ...given }: CreateOffer): Promise<OfferView> {
    const offer = { name, link, ...toOfferChanges(given) };
    return this.toView(await this.offers.create(account.id, { offer, events: events.map(toEventChanges) }));
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

  async update(account: CurrentAccountRef, id: string, { events, ...given }: UpdateOffer): Promise<OfferView> {
    const [changes, steps] = [toOfferChanges(given), events?.map(toEventChanges) ?? null];
    return this.toView(await this.offers.update(account.id, rowId(id, 'offer'), changes, steps));
  }

  /** Pauses or resumes; it may be so already. */
  setStatus(account: CurrentAccountRef, id: string, status: OfferStatus): Promise<void> {
    return this.writes.write(account.id, async (manager) => {
      const offer = await find(manager, account, id);
      await manager.update(OfferEntity, { id: offer.id }, { status, isWithdrawn: false });
    });
  }

  remove(account: CurrentAccountRef, id: string): Promise<void> {
    return this.writes.write(account.id, async (manager, now) => {
      const offer = await find(manager, account, id);
      await manager.update(OfferEntity, { id: offer.id }, { deletedAt: now });
    });
  }

  private toView(write: OfferWrite): OfferView {
    switch (write.kind) {
      case 'written':
        return this.written(write);
      case 'refused':
        throw new Problem(400, write.problems.map(({ message }) => message).join(' '), write.problems);
      case 'unknown':
        throw Problem.notFound('offer');
    }
  }

  private written({ offer, events, notices }: Extract<OfferWrite, { kind: 'written' }>): OfferView {
    const view = toOfferView(offer, events, this.config.publicUrl);
    return { ...view, warnings: [...notices, ...view.warnings] };
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

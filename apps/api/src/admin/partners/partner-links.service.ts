import { Injectable } from '@nestjs/common';
import { Config, newId } from '@app/runtime';
import { OfferEntity, PartnerLinkEntity } from '@app/store';
import { DataSource, IsNull } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { AccountWrites } from '@app/tracking';
import { answerEntities } from '../entity-list';
import { ownPartner } from '../own-partner';
import { toPartnerLinkView, type PartnerLinkQuery, type PartnerLinkView } from './partner.dto';

/** Tracking links: one for each partner and offer. */
@Injectable()
export class PartnerLinksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writes: AccountWrites,
    private readonly config: Config,
  ) {}

  /** The link of a partner to an offer; the same one when there is one already. */
  async create(account: CurrentAccountRef, partnerId: string, offerId: string): Promise<PartnerLinkView> {
    const link = await this.writes.write(account.id, async (manager, now) => {
      const partner = await ownPartner(manager, account, partnerId);
      const isOffer = await manager.existsBy(OfferEntity, { id: offerId, accountId: account.id, deletedAt: IsNull() });
      if (!isOffer) throw Problem.field('offerId', 'There is no such offer.');
      const present = await manager.findOneBy(PartnerLinkEntity, { partnerId: partner.id, offerId });
      if (present !== null) return present;
      const made: PartnerLinkEntity = {
        id: newId(),
        accountId: account.id,
        partnerId: partner.id,
        offerId,
        createdAt: now,
      };
      await manager.insert(PartnerLinkEntity, made);
      return made;
    });
    return toPartnerLinkView(link, this.config.publicUrl);
  }

  async list(account: CurrentAccountRef, id: string, query: PartnerLinkQuery): Promise<ListAnswer<PartnerLinkView>> {
    const partner = await ownPartner(this.dataSource.manager, account, id);
    const { offerId } = query;
    const list = {
      name: 'partner-links',
      where: { partnerId: partner.id, ...(offerId !== undefined && { offerId }) },
      sortable: ['createdAt'],
      columns: ['id', 'partnerId', 'offerId', 'url', 'createdAt'],
      toViews: (rows: PartnerLinkEntity[]): PartnerLinkView[] =>
        rows.map((link) => toPartnerLinkView(link, this.config.publicUrl)),
    };
    return answerEntities(this.dataSource.getRepository(PartnerLinkEntity), list, query);
  }
}

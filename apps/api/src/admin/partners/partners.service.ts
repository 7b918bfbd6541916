import { Injectable } from '@nestjs/common';
import { newId } from '@app/runtime';
import { PartnerEntity } from '@app/store';
import { DataSource } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { AccountWrites } from '@app/tracking';
import { answerEntities, containing } from '../entity-list';
import { ownPartner } from '../own-partner';
import type { Plain } from '../plain';
import {
  toPartnerView,
  type CreatePartner,
  type PartnerQuery,
  type PartnerView,
  type UpdatePartner,
} from './partner.dto';

/** Who brings traffic. */
@Injectable()
export class PartnersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writes: AccountWrites,
  ) {}

  create(account: CurrentAccountRef, body: Plain<CreatePartner>): Promise<PartnerView> {
    return this.writes.write(account.id, async (manager, now) => {
      const partner: PartnerEntity = {
        id: newId(),
        accountId: account.id,
        contactEmail: null,
        ...body,
        createdAt: now,
      };
      await manager.insert(PartnerEntity, partner);
      return toPartnerView(partner);
    });
  }

  list(account: CurrentAccountRef, query: PartnerQuery): Promise<ListAnswer<PartnerView>> {
    const list = {
      name: 'partners',
      where: { accountId: account.id, ...(query.search !== undefined && { name: containing(query.search) }) },
      sortable: ['createdAt', 'name'],
      columns: ['id', 'name', 'contactEmail', 'createdAt'],
      toViews: (rows: PartnerEntity[]): PartnerView[] => rows.map(toPartnerView),
    };
    return answerEntities(this.dataSource.getRepository(PartnerEntity), list, query);
  }

  async get(account: CurrentAccountRef, id: string): Promise<PartnerView> {
    return toPartnerView(await ownPartner(this.dataSource.manager, account, id));
  }

  update(account: CurrentAccountRef, id: string, body: Plain<UpdatePartner>): Promise<PartnerView> {
    return this.writes.write(account.id, async (manager) => {
      const present: Plain<PartnerEntity> = await ownPartner(manager, account, id);
      const partner = { ...present, ...body };
      await manager.update(PartnerEntity, { id: partner.id }, partner);
      return toPartnerView(partner);
    });
  }

  /** With its links and postbacks; what it brought stays. */
  remove(account: CurrentAccountRef, id: string): Promise<void> {
    return this.writes.write(account.id, async (manager) => {
      const partner = await ownPartner(manager, account, id);
      await manager.delete(PartnerEntity, { id: partner.id });
    });
  }
}

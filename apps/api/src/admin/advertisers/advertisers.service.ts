import { Injectable } from '@nestjs/common';
import { newId } from '@app/runtime';
import { AdvertiserEntity, OfferEntity } from '@app/store';
import { DataSource, type EntityManager } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { AccountWrites } from '@app/tracking';
import { answerEntities, containing } from '../entity-list';
import type { Plain } from '../plain';
import { rowId } from '../row-id';
import {
  toAdvertiserView,
  type AdvertiserQuery,
  type AdvertiserView,
  type CreateAdvertiser,
  type UpdateAdvertiser,
} from './advertiser.dto';

/** Who owns offers. */
@Injectable()
export class AdvertisersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writes: AccountWrites,
  ) {}

  create(account: CurrentAccountRef, body: Plain<CreateAdvertiser>): Promise<AdvertiserView> {
    return this.writes.write(account.id, async (manager, now) => {
      const advertiser: AdvertiserEntity = {
        id: newId(),
        accountId: account.id,
        website: null,
        contactEmail: null,
        ...body,
        isDefault: false,
        createdAt: now,
      };
      await manager.insert(AdvertiserEntity, advertiser);
      return toAdvertiserView(advertiser);
    });
  }

  list(account: CurrentAccountRef, query: AdvertiserQuery): Promise<ListAnswer<AdvertiserView>> {
    const list = {
      name: 'advertisers',
      where: { accountId: account.id, ...(query.search !== undefined && { name: containing(query.search) }) },
      sortable: ['createdAt', 'name'],
      columns: ['id', 'name', 'website', 'contactEmail', 'isDefault', 'createdAt'],
      toViews: (rows: AdvertiserEntity[]): AdvertiserView[] => rows.map(toAdvertiserView),
    };
    return answerEntities(this.dataSource.getRepository(AdvertiserEntity), list, query);
  }

  async get(account: CurrentAccountRef, id: string): Promise<AdvertiserView> {
    return toAdvertiserView(await find(this.dataSource.manager, account, id));
  }

  update(account: CurrentAccountRef, id: string, body: Plain<UpdateAdvertiser>): Promise<AdvertiserView> {
    return this.writes.write(account.id, async (manager) => {
      const present: Plain<AdvertiserEntity> = await find(manager, account, id);
      const advertiser = { ...present, ...body };
      await manager.update(AdvertiserEntity, { id: advertiser.id }, advertiser);
      return toAdvertiserView(advertiser);
    });
  }

  remove(account: CurrentAccountRef, id: string): Promise<void> {
    return this.writes.write(account.id, async (manager) => {
      const advertiser = await find(manager, account, id);
      if (advertiser.isDefault) throw new Problem(409, 'The default advertiser stays: offers need one.');
      // Deleted offers count: reports of their conversions name the advertiser.
      if (await manager.existsBy(OfferEntity, { advertiserId: advertiser.id })) {
        throw new Problem(409, 'The advertiser has offers, or had ones with conversions that still name it.');
      }
      await manager.delete(AdvertiserEntity, { id: advertiser.id });
    });
  }
}

async function find(manager: EntityManager, account: CurrentAccountRef, id: string): Promise<AdvertiserEntity> {
  const advertiser = await manager.findOneBy(AdvertiserEntity, { id: rowId(id, 'advertiser'), accountId: account.id });
  if (advertiser === null) throw Problem.notFound('advertiser');
  return advertiser;
}

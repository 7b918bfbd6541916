import { Injectable } from '@nestjs/common';
import { Config } from '@app/runtime';
import {
  AccountEntity,
  AdvertiserEntity,
  CallbackSettingsEntity,
  ClickEntity,
  ConversionEntity,
  OfferEntity,
  OfferEventEntity,
  PartnerEntity,
  PartnerLinkEntity,
  PostbackEntity,
  ReceiverEntity,
} from '@app/store';
import { DEFAULT_ACCOUNT } from '@app/tracking';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import type { CurrentAccountRef } from '../../../http/keys/current-account';
import { Problem } from '../../../http/problem';
import type { SeedAccount } from '../format/seed';
import { toSeed, type AccountRows, type ClockColumns } from './to-seed';

/** What an export leaves out or adds. */
export interface ExportChoice {
  history: boolean;
  ids: boolean;
}

/** As many as a seed may have. */
const MOST_HISTORY = 10_000;

/** An account as a seed: what it is configured to be, and what has happened in it. */
@Injectable()
export class ExportSeed {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  async of({ id, slug }: CurrentAccountRef, { history, ids }: ExportChoice): Promise<SeedAccount> {
    const rows = await this.dataSource.transaction('REPEATABLE READ', (manager) => readRows(manager, id, history));
    const base = { publicUrl: this.config.publicUrl, slug: slug === DEFAULT_ACCOUNT ? null : slug };
    return toSeed(rows, { ids, base });
  }
}

async function readRows(manager: EntityManager, accountId: string, history: boolean): Promise<AccountRows> {
  const account = await manager.findOneBy(AccountEntity, { id: accountId });
  if (account === null) throw Problem.notFound('account');
  const there = { accountId, deletedAt: IsNull() };
  return {
    account,
    clock: await readClock(manager, accountId),
    callback: await manager.findOneBy(CallbackSettingsEntity, { accountId }),
    advertisers: await manager.findBy(AdvertiserEntity, { accountId }),
    offers: await manager.findBy(OfferEntity, there),
    events: await manager.findBy(OfferEventEntity, there),
    partners: await manager.findBy(PartnerEntity, { accountId }),
    links: await manager.findBy(PartnerLinkEntity, { accountId }),
    postbacks: await manager.findBy(PostbackEntity, { accountId }),
    receivers: await manager.findBy(ReceiverEntity, { accountId }),
    ...(history ? await readHistory(manager, accountId) : { clicks: [], conversions: [] }),
  };
}

async function readClock(manager: EntityManager, accountId: string): Promise<ClockColumns> {
  const [row] = await manager.query<ClockColumns[]>(
    `SELECT frozen_at AS "frozenAt", clock_shift <> '0' AS "isShifted", platform_now(frozen_at, clock_shift) AS now FROM accounts WHERE id = $1`,
    [accountId],
  );
  if (row === undefined) throw Problem.notFound('account');
  return row;
}

async function readHistory(
  manager: EntityManager,
  accountId: string,
): Promise<Pick<AccountRows, 'clicks' | 'conversions'>> {
  const inTime = { where: { accountId }, order: { createdAt: 'ASC', id: 'ASC' }, take: MOST_HISTORY + 1 } as const;
  const clicks = await manager.find(ClickEntity, inTime);
  const conversions = await manager.find(ConversionEntity, inTime);
  if (clicks.length > MOST_HISTORY || conversions.length > MOST_HISTORY) {
    throw Problem.field(
      'history',
      'The account has more than 10,000 clicks or conversions, which no seed can hold. Export it with history=false.',
    );
  }
  return { clicks, conversions };
}

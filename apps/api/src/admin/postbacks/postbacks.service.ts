import { Injectable } from '@nestjs/common';
import { receiverOf } from '@app/domain';
import { newId } from '@app/runtime';
import { findPartner, OfferEventEntity, PostbackEntity, retargetWaiting, type Tx } from '@app/store';
import { DataSource, In } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { AccountWrites } from '@app/tracking';
import { answerEntities } from '../entity-list';
import { ownPartner } from '../own-partner';
import { DEFAULT_RETRY, toRetryColumns } from '../retry.dto';
import type { Plain } from '../plain';
import { rowId } from '../row-id';
import { findPostback, savePostback } from './postback-rows';
import { nextTarget } from './postback-target';
import {
  toPostbackView,
  type CreatePostback,
  type PostbackQuery,
  type PostbackView,
  type UpdatePostback,
} from './postback.dto';

const COLUMNS = [
  'id',
  'partnerId',
  'scope',
  'offerId',
  'eventId',
  'offerEventId',
  'url',
  'method',
  'statuses',
  'enabled',
  'retry',
  'createdAt',
];

/** Macro URLs to partners. K§5.2. */
@Injectable()
export class PostbacksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writes: AccountWrites,
  ) {}

  async create(account: CurrentAccountRef, partnerId: string, body: CreatePostback): Promise<PostbackView> {
    const row = await this.writes.writeRaw(account.id, async (tx, now) => {
      const blank: PostbackEntity = {
        id: newId(),
        accountId: account.id,
        partnerId: await checkPartner(tx, account, partnerId),
        scope: body.scope,
        offerId: null,
        offerEventId: null,
        url: body.url,
        method: 'GET',
        statuses: ['Success'],
        enabled: true,
        ...DEFAULT_RETRY,
        createdAt: now,
      };
      const postback = await merge(tx, blank, body);
      await savePostback(tx, postback);
      return postback;
    });
    return this.toView(row);
  }

  async list(account: CurrentAccountRef, partnerId: string, query: PostbackQuery): Promise<ListAnswer<PostbackView>> {
    const partner = await ownPartner(this.dataSource.manager, account, partnerId);
    const { scope, offerId } = query;
    const list = {
      name: 'postbacks',
      where: {
        partnerId: partner.id,
        ...(scope !== undefined && { scope }),
        ...(offerId !== undefined && { offerId }),
      },
      sortable: ['createdAt', 'scope', 'url', 'method'],
      columns: COLUMNS,
      toViews: (rows: PostbackEntity[]): Promise<PostbackView[]> => this.toViews(rows),
    };
    return answerEntities(this.dataSource.getRepository(PostbackEntity), list, query);
  }

  async get(account: CurrentAccountRef, id: string): Promise<PostbackView> {
    const row = await this.dataSource.manager.findOneBy(PostbackEntity, {
      id: rowId(id, 'postback'),
      accountId: account.id,
    });
    if (row === null) throw Problem.notFound('postback');
    return this.toView(row);
  }

  async update(account: CurrentAccountRef, id: string, body: UpdatePostback): Promise<PostbackView> {
    const row = await this.writes.writeRaw(account.id, async (tx) => {
      const present = await findPostback(tx, account.id, rowId(id, 'postback'));
      if (present === null) throw Problem.notFound('postback');
      const postback = await merge(tx, present, body);
      await savePostback(tx, postback);
      if (postback.url !== present.url) {
        const to = { target: postback.url, receiver: receiverOf(postback.url) };
        await retargetWaiting(tx, { accountId: account.id, postbackId: postback.id }, to);
      }
      return postback;
    });
    return this.toView(row);
  }

  /** What waits still goes where it was going. */
  remove(account: CurrentAccountRef, id: string): Promise<void> {
    return this.writes.write(account.id, async (manager) => {
      const { affected } = await manager.delete(PostbackEntity, { id: rowId(id, 'postback'), accountId: account.id });
      if (affected !== 1) throw Problem.notFound('postback');
    });
  }

  private async toView(row: PostbackEntity): Promise<PostbackView> {
    const [event] =
      row.offerEventId === null ? [] : await this.dataSource.manager.findBy(OfferEventEntity, { id: row.offerEventId });
    return toPostbackView(row, event);
  }

  private async toViews(rows: readonly PostbackEntity[]): Promise<PostbackView[]> {
    const ids = rows.flatMap(({ offerEventId }) => offerEventId ?? []);
    const events = ids.length === 0 ? [] : await this.dataSource.manager.findBy(OfferEventEntity, { id: In(ids) });
    return rows.map((row) =>
      toPostbackView(
        row,
        events.find(({ id }) => id === row.offerEventId),
      ),
    );
  }
}

async function checkPartner(tx: Tx, account: CurrentAccountRef, id: string): Promise<string> {
  const partner = await findPartner(tx, rowId(id, 'partner'));
  if (partner?.accountId !== account.id) throw Problem.notFound('partner');
  return partner.id;
}

/** The postback with what was given; the rest stays. */
async function merge(tx: Tx, present: Plain<PostbackEntity>, body: UpdatePostback): Promise<PostbackEntity> {
  const { retry, url, method, statuses, enabled } = body;
  const { scope, offerId, offerEventId } = await nextTarget(tx, present, body);
  return {
    ...present,
    scope,
    offerId,
    offerEventId,
    url: url ?? present.url,
    method: method ?? present.method,
    statuses: statuses ?? present.statuses,
    enabled: enabled ?? present.enabled,
    ...(retry !== undefined && toRetryColumns(retry)),
  };
}

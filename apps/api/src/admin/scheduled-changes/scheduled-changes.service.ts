import { Injectable } from '@nestjs/common';
import { newId } from '@app/runtime';
import { OfferEventEntity, ScheduledChangeEntity } from '@app/store';
import { DataSource, In, IsNull, Not, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import type { ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { AccountWrites } from '@app/tracking';
import { answerEntities } from '../entity-list';
import { toMoney } from '../../http/field-rules';
import type { Plain } from '../plain';
import { rowId } from '../row-id';
import { refuseSchedule, scheduledEventId } from './schedule-target';
import {
  SCHEDULED_CHANGE_COLUMNS,
  toScheduledChangeView,
  type CreateScheduledChange,
  type ScheduledChangeQuery,
  type ScheduledChangeView,
  type UpdateScheduledChange,
} from './scheduled-change.dto';

/** Changes of what an offer or event pays, ahead of time. G§8. */
@Injectable()
export class ScheduledChangesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly writes: AccountWrites,
  ) {}

  create(account: CurrentAccountRef, body: Plain<CreateScheduledChange>): Promise<ScheduledChangeView> {
    return this.writes.write(account.id, async (manager, now) => {
      const change: ScheduledChangeEntity = {
        id: newId(),
        accountId: account.id,
        offerId: body.offerId,
        offerEventId: await scheduledEventId(manager, account.id, body),
        field: body.field,
        value: toMoney(body.value),
        dueAt: body.at,
        appliedAt: null,
        createdAt: now,
      };
      await refuseSchedule(manager, change, now);
      await manager.insert(ScheduledChangeEntity, change);
      return viewOf(manager, change);
    });
  }

  list(account: CurrentAccountRef, query: ScheduledChangeQuery): Promise<ListAnswer<ScheduledChangeView>> {
    const list = {
      name: 'scheduled-changes',
      where: toWhere(account, query),
      sortable: ['createdAt', 'field', 'value'],
      columns: SCHEDULED_CHANGE_COLUMNS,
      toViews: (rows: ScheduledChangeEntity[]): Promise<ScheduledChangeView[]> =>
        viewsOf(this.dataSource.manager, rows),
    };
    return answerEntities(this.dataSource.getRepository(ScheduledChangeEntity), list, query);
  }

  async get(account: CurrentAccountRef, id: string): Promise<ScheduledChangeView> {
    const { manager } = this.dataSource;
    return viewOf(manager, await find(manager, account, id));
  }

  update(
    account: CurrentAccountRef,
    id: string,
    { value, at }: Plain<UpdateScheduledChange>,
  ): Promise<ScheduledChangeView> {
    return this.writes.write(account.id, async (manager, now) => {
      const present: Plain<ScheduledChangeEntity> = await findPending(manager, account, { id, now });
      const change = {
        ...present,
        ...(value !== undefined && { value: toMoney(value) }),
        ...(at !== undefined && { dueAt: at }),
      };
      await refuseSchedule(manager, change, now);
      await manager.update(ScheduledChangeEntity, { id: change.id }, change);
      return viewOf(manager, change);
    });
  }

  remove(account: CurrentAccountRef, id: string): Promise<void> {
    return this.writes.write(account.id, async (manager, now) => {
      const change = await findPending(manager, account, { id, now });
      await manager.delete(ScheduledChangeEntity, { id: change.id });
    });
  }
}

async function find(manager: EntityManager, account: CurrentAccountRef, id: string): Promise<ScheduledChangeEntity> {
  const where = { id: rowId(id, 'scheduled change'), accountId: account.id };
  const change = await manager.findOneBy(ScheduledChangeEntity, where);
  if (change === null) throw Problem.notFound('scheduled change');
  return change;
}

/** One whose hour has come counts as applied: a worker is about to do so. */
async function findPending(
  manager: EntityManager,
  account: CurrentAccountRef,
  { id, now }: { id: string; now: Date },
): Promise<ScheduledChangeEntity> {
  const change = await find(manager, account, id);
  if (change.appliedAt !== null || change.dueAt <= now) throw new Problem(409, 'The change has been applied.');
  return change;
}

async function viewOf(manager: EntityManager, change: ScheduledChangeEntity): Promise<ScheduledChangeView> {
  return toScheduledChangeView(change, await eventsOf(manager, [change]));
}

async function viewsOf(manager: EntityManager, changes: ScheduledChangeEntity[]): Promise<ScheduledChangeView[]> {
  const events = await eventsOf(manager, changes);
  return changes.map((change) => toScheduledChangeView(change, events));
}

function eventsOf(manager: EntityManager, changes: readonly ScheduledChangeEntity[]): Promise<OfferEventEntity[]> {
  const ids = changes.flatMap(({ offerEventId }) => (offerEventId === null ? [] : [offerEventId]));
  return ids.length === 0 ? Promise.resolve([]) : manager.findBy(OfferEventEntity, { id: In(ids) });
}

function toWhere(
  account: CurrentAccountRef,
  { offerId, offerEventId, field, status }: ScheduledChangeQuery,
): FindOptionsWhere<ScheduledChangeEntity> {
  return {
    accountId: account.id,
    ...(offerId !== undefined && { offerId }),
    ...(offerEventId !== undefined && { offerEventId }),
    ...(field !== undefined && { field }),
    ...(status !== undefined && { appliedAt: status === 'Pending' ? IsNull() : Not(IsNull()) }),
  };
}

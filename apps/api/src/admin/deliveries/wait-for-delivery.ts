import { Injectable } from '@nestjs/common';
import { Database } from '@app/store';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { readFirst } from '../../http/lists/ledger-list';
import type { FieldProblem, Problem } from '../../http/problem';
import { needsOneOf, timeIsOver } from '../../http/waits/wait-time';
import { Waits, type WaitOptions } from '../../http/waits/waits';
import { DeliveriesService } from './deliveries.service';
import { deliveriesWhere, DELIVERY_LIST } from './delivery-list';
import { DeliveryWaitQuery, type DeliveryView, type WaitAnswer } from './delivery.dto';

const MOST_MATCHING = 100;
const MOST_TOLD = 3;
const ANY_STATUS = { status: undefined, includeSkipped: true };
const NAMES = ['id', 'conversionId', 'clickId', 'offerId', 'partnerId', 'kind', 'status'];

/** Answers as soon as a delivery is what somebody waits for. K§7. */
@Injectable()
export class WaitForDelivery {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveriesService,
    private readonly waits: Waits,
  ) {}

  async wait(
    account: CurrentAccountRef,
    query: DeliveryWaitQuery,
    request: WaitOptions['request'],
  ): Promise<WaitAnswer> {
    needsOneOf(query, NAMES);
    const look = async (): Promise<DeliveryView[] | null> => {
      const items = await this.read(account, query, MOST_MATCHING);
      return items.length === 0 ? null : items;
    };
    const items = await this.waits.until(account.id, look, { timeoutMs: query.timeout, request });
    const [first] = items ?? [];
    if (items === null || first === undefined) throw await this.notSo(account, query);
    return { ...(await this.deliveries.get(account, first.id)), matched: true, items };
  }

  private read(account: CurrentAccountRef, query: DeliveryWaitQuery, most: number): Promise<DeliveryView[]> {
    const where = deliveriesWhere(account.id, query).and('d.id = ?', query.id);
    return readFirst(this.database, DELIVERY_LIST, where, most);
  }

  /** What there is instead, whatever its status. */
  private async notSo(account: CurrentAccountRef, query: DeliveryWaitQuery): Promise<Problem> {
    const others = await this.read(account, Object.assign(new DeliveryWaitQuery(), query, ANY_STATUS), MOST_TOLD);
    const states = others.map((delivery): FieldProblem => ({ field: 'status', message: stateOf(delivery) }));
    const wanted =
      query.status === undefined
        ? 'There was no such delivery'
        : `No such delivery became ${query.status.join(' or ')}`;
    const nothing = [{ field: 'id', message: 'Nothing was planned that these names fit.' }];
    return timeIsOver(query.timeout, wanted, states.length === 0 ? nothing : states);
  }
}

/** In words, with the reason of the last attempt and what is to be expected. */
function stateOf({ id, kind, status, reason, advice, attemptCount, nextAttemptAt }: DeliveryView): string {
  const state = `The ${kind} ${id} is ${status} after ${attemptCount === 1 ? '1 attempt' : `${String(attemptCount)} attempts`}`;
  const why = reason === null ? '.' : `: ${withStop(reason)}`;
  const then = nextAttemptAt === null ? endOf(status) : `The next attempt is due at ${nextAttemptAt}, platform time.`;
  return [state + why, advice === null ? '' : withStop(advice), then].filter((text) => text !== '').join(' ');
}

function endOf(status: DeliveryView['status']): string {
  return status === 'Failed' || status === 'Skipped' ? 'It stays so unless somebody resends it.' : '';
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

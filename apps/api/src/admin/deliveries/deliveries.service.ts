import { Injectable } from '@nestjs/common';
import { Database } from '@app/store';
import { ResendDelivery } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { answerList, readFirst, Where, type ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { rowId } from '../row-id';
import { readAttempts, readPayload } from './delivery-details';
import { deliveriesWhere, DELIVERY_LIST } from './delivery-list';
import type {
  BulkResendAnswer,
  DeliveriesQuery,
  DeliveryDetails,
  DeliveryView,
  ResendAnswer,
  ResendDeliveries,
} from './delivery.dto';

/** Reads the outbox, and sends from it again. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly resends: ResendDelivery,
  ) {}

  list({ id }: CurrentAccountRef, query: DeliveriesQuery): Promise<ListAnswer<DeliveryView>> {
    return answerList(this.database, DELIVERY_LIST, deliveriesWhere(id, query), query);
  }

  async get(account: CurrentAccountRef, idText: string): Promise<DeliveryDetails> {
    const id = rowId(idText, 'delivery');
    const where = new Where('d.account_id', account.id).and('d.id = ?', id);
    const [delivery] = await readFirst(this.database, DELIVERY_LIST, where, 1);
    if (delivery === undefined) throw Problem.notFound('delivery');
    const payload = await readPayload(this.database, id);
    const attempts = await readAttempts(this.database, delivery, payload);
    const parsed: unknown = JSON.parse(payload);
    return { ...delivery, attempts, payload: parsed };
  }

  async resend(account: CurrentAccountRef, idText: string): Promise<ResendAnswer> {
    const id = rowId(idText, 'delivery');
    const { kind } = await this.resends.resend(account.id, id);
    switch (kind) {
      case 'resent':
        return { id, status: 'Pending' };
      case 'pending':
        throw new Problem(409, 'The delivery is Pending: it goes out by itself.');
      case 'no-target':
        throw new Problem(409, 'There is no URL to send this delivery to. Configure a callback URL first.');
      case 'not-found':
        throw Problem.notFound('delivery');
    }
  }

  async resendAll(account: CurrentAccountRef, filter: ResendDeliveries): Promise<BulkResendAnswer> {
    const given = Object.values(filter).filter((value) => value !== undefined && value !== null);
    if (given.length === 0) {
      throw new Problem(
        400,
        'Give at least one of kind, status, conversionId, eventId, offerId, partnerId, from and to.',
      );
    }
    return { matched: await this.resends.resendAll(account.id, filter) };
  }
}

import { Injectable } from '@nestjs/common';
import { cutReason } from '@app/domain';
import { Database, findConversion } from '@app/store';
import { ChangeStatus } from '@app/tracking';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { answerList, readFirst, Where, type ListAnswer } from '../../http/lists/ledger-list';
import { Problem } from '../../http/problem';
import { DELIVERIES_OF_CONVERSION } from '../deliveries/delivery-list';
import { rowId } from '../row-id';
import { readHistory } from './conversion-history';
import { CONVERSION_LIST, conversionsWhere } from './conversion-list';
import type {
  ChangeConversion,
  ConversionRow,
  ConversionsQuery,
  ConversionView,
  OneConversionQuery,
} from './conversion.dto';

/** As many deliveries as one conversion shows; its others are in the list of deliveries. */
const MOST_DELIVERIES = 1_000;

/** Reads the conversion report and sets statuses. */
@Injectable()
export class ConversionsService {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeStatus,
  ) {}

  list({ id }: CurrentAccountRef, query: ConversionsQuery): Promise<ListAnswer<ConversionRow>> {
    return answerList(this.database, CONVERSION_LIST, conversionsWhere(id, query), query);
  }

  async get(
    account: CurrentAccountRef,
    idText: string,
    { includeSkipped = false }: OneConversionQuery,
  ): Promise<ConversionView> {
    const id = rowId(idText, 'conversion');
    const deliveries = new Where('d.account_id', account.id).and('d.conversion_id = ?', id);
    if (!includeSkipped) deliveries.and('d.status <> ?', 'Skipped');
    const [[row], history, sent] = await Promise.all([
      readFirst(this.database, CONVERSION_LIST, new Where('c.account_id', account.id).and('c.id = ?', id), 1),
      readHistory(this.database, account.id, id),
      readFirst(this.database, DELIVERIES_OF_CONVERSION, deliveries, MOST_DELIVERIES),
    ]);
    if (row === undefined) throw Problem.notFound('conversion');
    return { ...row, history, deliveries: sent };
  }

  async change(account: CurrentAccountRef, idText: string, body: ChangeConversion): Promise<ConversionView> {
    const id = rowId(idText, 'conversion');
    const rejectionReason = await this.reasonOf(account, id, body);
    const { kind } = await this.changes.change(account.id, id, { status: body.status, rejectionReason, by: 'admin' });
    if (kind === 'not-found') throw Problem.notFound('conversion');
    return this.get(account, id, {});
  }

  /** What the reason is to be: a Rejected conversion keeps the one it has when none is given. */
  private async reasonOf(
    account: CurrentAccountRef,
    id: string,
    { status, rejectionReason }: ChangeConversion,
  ): Promise<string | null> {
    if (typeof rejectionReason === 'string') {
      if (status !== 'Rejected') {
        throw Problem.field('rejectionReason', 'Only a Rejected conversion has a rejectionReason.');
      }
      const reason = cutReason(rejectionReason);
      return reason === '' ? null : reason;
    }
    if (status !== 'Rejected' || rejectionReason === null) return null;
    const current = await findConversion(this.database, account.id, id);
    return current?.rejectionReason ?? null;
  }
}

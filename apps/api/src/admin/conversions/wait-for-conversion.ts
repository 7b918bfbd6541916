import { Injectable } from '@nestjs/common';
import { Database } from '@app/store';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { readFirst } from '../../http/lists/ledger-list';
import type { FieldProblem, Problem } from '../../http/problem';
import { needsOneOf, timeIsOver } from '../../http/waits/wait-time';
import { Waits, type WaitOptions } from '../../http/waits/waits';
import { CONVERSION_LIST, conversionsWhere } from './conversion-list';
import { ConversionWaitQuery, type ConversionRow, type ConversionView } from './conversion.dto';
import { ConversionsService } from './conversions.service';

const MOST_TOLD = 3;
const NAMES = ['id', 'clickId', 'advertiserConversionId'];

/** Answers as soon as a conversion is what somebody waits for. */
@Injectable()
export class WaitForConversion {
  constructor(
    private readonly database: Database,
    private readonly conversions: ConversionsService,
    private readonly waits: Waits,
  ) {}

  async wait(
    account: CurrentAccountRef,
    query: ConversionWaitQuery,
    request: WaitOptions['request'],
  ): Promise<ConversionView> {
    needsOneOf(query, NAMES);
    const look = async (): Promise<ConversionRow | null> => (await this.read(account, query, query.status))[0] ?? null;
    const found = await this.waits.until(account.id, look, { timeoutMs: query.timeout, request });
    if (found === null) throw await this.notSo(account, query);
    return this.conversions.get(account, found.id, {});
  }

  /** The newest few, of these statuses or of any. */
  private read(
    account: CurrentAccountRef,
    query: ConversionWaitQuery,
    status: ConversionWaitQuery['status'],
  ): Promise<ConversionRow[]> {
    const where = conversionsWhere(account.id, Object.assign(new ConversionWaitQuery(), query, { status }))
      .and('c.id = ?', query.id)
      .and('c.advertiser_conversion_id = ?', query.advertiserConversionId);
    return readFirst(this.database, CONVERSION_LIST, where, MOST_TOLD);
  }

  private async notSo(account: CurrentAccountRef, query: ConversionWaitQuery): Promise<Problem> {
    const others = await this.read(account, query, undefined);
    const states = others.map((conversion): FieldProblem => ({ field: 'status', message: stateOf(conversion) }));
    const wanted =
      query.status === undefined
        ? 'There was no such conversion'
        : `No such conversion became ${query.status.join(' or ')}`;
    return timeIsOver(query.timeout, wanted, states.length === 0 ? await this.refused(account, query) : states);
  }

  /** Why there is none: what came for the click was refused, or nothing came. */
  private async refused({ id }: CurrentAccountRef, { clickId }: ConversionWaitQuery): Promise<FieldProblem[]> {
    const { rows } = await this.database.query<{ result: string; status: number }>(
      `SELECT result, http_status AS status FROM request_logs WHERE account_id = $1 AND click_id = $2 AND kind = 'conversion'
        ORDER BY created_at DESC, id DESC LIMIT 1`,
      [id, clickId ?? null],
    );
    const [call] = rows;
    const message =
      call === undefined
        ? 'Nothing was recorded that these names fit.'
        : `The last conversion postback of this click was answered ${String(call.status)}: ${call.result}.`;
    return [{ field: clickId === undefined ? 'id' : 'clickId', message }];
  }
}

function stateOf({ id, status, rejectionReason, maturesAt }: ConversionRow): string {
  const why = rejectionReason === null ? '' : `: ${rejectionReason}`;
  const then = maturesAt === null ? '' : ` It becomes Success at ${maturesAt}, platform time.`;
  return `The conversion ${id} is ${status}${why}.${then}`;
}

import { Injectable } from '@nestjs/common';
import { Database, idBefore } from '@app/store';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { readFirst, Where } from '../../http/lists/ledger-list';
import { needsOneOf, timeIsOver } from '../../http/waits/wait-time';
import { Waits, type WaitOptions } from '../../http/waits/waits';
import { CLICK_LIST } from './event-lists';
import type { ClickEvent, ClickWaitQuery } from './log.dto';

const NAMES = ['id', 'pubClickId', 'pubMemberId'];
/** A click is written this long after its id was made, at most. */
const WRITTEN_WITHIN_MS = 60_000;

/** Answers as soon as there is a click that somebody waits for. */
@Injectable()
export class WaitForClick {
  constructor(
    private readonly database: Database,
    private readonly waits: Waits,
  ) {}

  async wait(account: CurrentAccountRef, query: ClickWaitQuery, request: WaitOptions['request']): Promise<ClickEvent> {
    needsOneOf(query, NAMES);
    const since = await idBefore(this.database, WRITTEN_WITHIN_MS);
    // No index finds a click by what the publisher called it: all are looked through once, then those that came since.
    let from: string | undefined;
    const look = async (): Promise<ClickEvent | null> => {
      const found = await this.read(account, query, from);
      from = since;
      return found;
    };
    const found = await this.waits.until(account.id, look, { timeoutMs: query.timeout, request });
    if (found === null) throw timeIsOver(query.timeout, 'There was no such click', []);
    return found;
  }

  private async read(
    { id }: CurrentAccountRef,
    { id: clickId, pubClickId, pubMemberId }: ClickWaitQuery,
    from: string | undefined,
  ): Promise<ClickEvent | null> {
    const where = new Where('c.account_id', id)
      .and('c.id = ?', clickId)
      .and('c.pub_click_id = ?', pubClickId)
      .and('c.pub_member_id = ?', pubMemberId)
      .and('c.id >= ?', from);
    const [click] = await readFirst(this.database, CLICK_LIST, where, 1);
    return click ?? null;
  }
}

import { Injectable } from '@nestjs/common';
import { Problem } from '../../http/problem';
import { endOf, readCursor, type Cursor } from './cursor';
import { LedgerTail } from './ledger-tail';

/** As long as everything that is told is kept. */
const LONGEST_ABSENCE_MS = 7 * 86_400_000;

/** Where a stream begins: now, or after the last event that the client was told. */
@Injectable()
export class EventStart {
  constructor(private readonly tail: LedgerTail) {}

  /** `after`: an event's id; `null`: now. Throws where nothing can be continued from there. */
  async from(after: string | null): Promise<Cursor> {
    const present = await this.tail.now();
    if (after === null) return { since: present, page: null };
    const cursor = readCursor(after);
    if (cursor === null) throw Problem.field('after', 'after must be the id of an event of this stream.');
    const { since, page } = cursor;
    if (endOf(since) > endOf(present) || (page !== null && endOf(page.until) > endOf(present))) {
      throw Problem.field(
        'after',
        'That id is of another database, or of one that was put back since: begin without it.',
      );
    }
    if (present.floorMs - since.floorMs > LONGEST_ABSENCE_MS) {
      throw Problem.field('after', 'That id is older than 7 days: begin without it.');
    }
    return cursor;
  }
}

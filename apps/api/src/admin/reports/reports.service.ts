import { Injectable } from '@nestjs/common';
import { Database, readSummary } from '@app/store';
import type { CurrentAccountRef } from '../../http/keys/current-account';
import { listFile, type ListFile } from '../../http/lists/list-file';
import { Problem } from '../../http/problem';
import { SUMMARY_COLUMNS, toSummaryLine, type SummaryQuery, type SummaryView } from './summary.dto';

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

/** Reports over what happened. K§6. */
@Injectable()
export class ReportsService {
  constructor(private readonly database: Database) {}

  async summary(account: CurrentAccountRef, query: SummaryQuery): Promise<SummaryView | ListFile> {
    const group = query.group_by;
    const [from, last] = [dayOf(query.from), dayOf(query.to)];
    const days = (last.getTime() - from.getTime()) / DAY_MS + 1;
    if (days < 1) throw Problem.field('to', 'The last day is before the first.');
    if (days > MOST_DAYS) throw Problem.field('to', `A report is of ${String(MOST_DAYS)} days at most.`);
    const until = new Date(last.getTime() + DAY_MS);
    const { offerId, partnerId } = query;
    const range = { group, from, until, offerId, partnerId };
    const items = (await readSummary(this.database, account.id, range)).map(toSummaryLine);
    const file = await listFile(query.format, 'summary', SUMMARY_COLUMNS[group], () => atOnce(items));
    return file ?? { from: textOf(from), to: textOf(last), groupBy: group, items };
  }
}

async function* atOnce<Item>(items: Item[]): AsyncGenerator<Item[]> {
  yield await Promise.resolve(items);
}

/** Midnight, UTC. */
function dayOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
}

function textOf(day: Date): string {
  return day.toISOString().slice(0, 10);
}

import { failedRow, type ImportRowResult, type Numbered, type StatusRow } from '@app/domain';
import { findConversionsOfClicks, retriedOnDeadlock, type Database } from '@app/store';
import type { ChangeStatus } from './change-status';

/** A row with the conversions that it means. */
interface Target extends Numbered<StatusRow> {
  ids: readonly string[];
}

/** Sets statuses that came in a file. G§4.1, G10.26. */
export class UpdateStatuses {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeStatus,
  ) {}

  /** Rows of one account, some hundred at a time; of those that mean the same conversion the last one stands. */
  async update(accountId: string, rows: readonly Numbered<StatusRow>[]): Promise<ImportRowResult[]> {
    const idsByClick = await this.idsByClick(accountId, rows);
    const results: ImportRowResult[] = [];
    const targets: Target[] = [];
    for (const { number, row } of rows) {
      const ofClick = idsByClick.get(row.clickId) ?? [];
      const ids = ofClick.filter((id) => row.conversionId === null || id === row.conversionId);
      if (ids.length === 0) results.push(failedRow(number, missing(row)));
      else targets.push({ number, row, ids });
    }
    for (const group of alikeInOrder(targets)) results.push(...(await this.apply(accountId, group)));
    return results.toSorted((one, other) => one.number - other.number);
  }

  private async idsByClick(accountId: string, rows: readonly Numbered<StatusRow>[]): Promise<Map<string, string[]>> {
    const clickIds = [...new Set(rows.map(({ row }) => row.clickId))];
    const found = await findConversionsOfClicks(this.database, accountId, clickIds);
    const idsByClick = new Map<string, string[]>();
    for (const { id, clickId } of found) {
      const ids = idsByClick.get(clickId);
      if (ids === undefined) idsByClick.set(clickId, [id]);
      else ids.push(id);
    }
    return idsByClick;
  }

  /** Rows that want the same of different conversions. */
  private async apply(accountId: string, { status, rejectionReason, targets }: Alike): Promise<ImportRowResult[]> {
    const ids = targets.flatMap((target) => target.ids);
    const applied = await retriedOnDeadlock(() =>
      this.changes.changeAll(
        accountId,
        ids,
        { status, rejectionReason, by: 'import' },
        // Without a reason in the row, one that is Rejected keeps its own.
        (row) => status !== 'Rejected' || rejectionReason !== null || row.status !== 'Rejected',
      ),
    );
    const changed = new Set(applied.filter(({ kind }) => kind !== 'unchanged').map(({ conversion }) => conversion.id));
    return targets.map((target) => ({
      number: target.number,
      result: target.ids.some((id) => changed.has(id)) ? 'succeeded' : 'unchanged',
      reason: null,
      conversionIds: target.ids,
    }));
  }
}

interface Alike extends Pick<StatusRow, 'status' | 'rejectionReason'> {
  targets: Target[];
}

/** Rows that want the same, together; one that means a conversion of an earlier row comes after that one's group. */
function alikeInOrder(targets: readonly Target[]): Alike[] {
  const groups: Alike[] = [];
  let open = new Map<string, Alike>();
  let seen = new Set<string>();
  for (const target of targets) {
    if (target.ids.some((id) => seen.has(id))) {
      open = new Map();
      seen = new Set();
    }
    for (const id of target.ids) seen.add(id);
    const { status, rejectionReason } = target.row;
    const wish = JSON.stringify([status, rejectionReason]);
    const group = open.get(wish);
    if (group !== undefined) {
      group.targets.push(target);
      continue;
    }
    const opened = { status, rejectionReason, targets: [target] };
    open.set(wish, opened);
    groups.push(opened);
  }
  return groups;
}

function missing({ conversionId }: StatusRow): string {
  return conversionId === null
    ? 'There is no conversion of a click with this gk_click_id.'
    : 'There is no conversion event with this EventId of a click with this gk_click_id.';
}

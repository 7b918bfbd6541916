import {
  ALREADY_COMPLETED,
  failedRow,
  isLimited,
  judgeCompletedAt,
  uploadRefusal,
  type ImportRowResult,
  type Numbered,
  type UploadRow,
} from '@app/domain';
import {
  findClicks,
  findConversionsOfClicks,
  retriedOnDeadlock,
  type ClickRow,
  type ConversionOfClick,
  type Database,
} from '@app/store';
import type { Catalog, OfferConfig } from './catalog';
import type { RecordConversion } from './record-conversion';

/** A row with the click that it names, and with what a conversion of it is known by. */
interface Placed extends Numbered<UploadRow> {
  click: ClickRow;
  identity: string;
  lane: string;
}

/** Records conversions that came in a file, by the rules of postbacks, with the values of their rows. G§4.1. */
export class UploadConversions {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly conversions: RecordConversion,
  ) {}

  /**
   * Rows of one account, some hundred at a time, in their order: it counts among those of a member, and of an offer with
   * a cap or budget. A row whose conversion is there (same click, event and time) is left alone.
   */
  async upload(accountId: string, rows: readonly Numbered<UploadRow>[]): Promise<ImportRowResult[]> {
    const clickIds = rows.map(({ row }) => row.clickId);
    const clicks = await findClicks(this.database, clickIds);
    const known = await this.recordedFor(accountId, clickIds);
    const results: ImportRowResult[] = [];
    const lanes = new Map<string, Placed[]>();
    for (const [index, { number, row }] of rows.entries()) {
      const click = clicks[index];
      if (click?.accountId !== accountId) {
        results.push(failedRow(number, uploadRefusal('click_unknown')));
        continue;
      }
      const placed = await this.place({ number, row }, click);
      const lane = lanes.get(placed.lane);
      if (lane === undefined) lanes.set(placed.lane, [placed]);
      else lane.push(placed);
    }
    const recorded = await Promise.all([...lanes.values()].map((lane) => this.recordInOrder(lane, known)));
    return [...results, ...recorded.flat()].toSorted((one, other) => one.number - other.number);
  }

  private async place({ number, row }: Numbered<UploadRow>, click: ClickRow): Promise<Placed> {
    await this.catalog.ensure(click.accountId, click.configVersion);
    const offer = await this.catalog.offer(click.offerId);
    const event =
      offer?.offerType === 'MultiEvent' ? offer.events.find(({ eventId }) => eventId === row.eventId) : null;
    const offerEventId = event?.id ?? null;
    const identity = identityOf({ clickId: click.id, offerEventId, userCompletedAt: row.values.completedAt });
    return { number, row, click, identity, lane: laneOf(click, offer) };
  }

  private async recordInOrder(lane: readonly Placed[], known: Map<string, string>): Promise<ImportRowResult[]> {
    const results: ImportRowResult[] = [];
    for (const placed of lane) {
      const before = known.get(placed.identity);
      const result = before === undefined ? await this.record(placed) : unchanged(placed.number, before);
      const [conversionId] = result.conversionIds;
      if (conversionId !== undefined && result.result !== 'failed') known.set(placed.identity, conversionId);
      results.push(result);
    }
    return results;
  }

  private async record({ number, row, click, identity }: Placed): Promise<ImportRowResult> {
    const wrong = judgeCompletedAt(click, row.values.completedAt, click.now);
    if (wrong !== null) return failedRow(number, wrong);
    const { outcome } = await retriedOnDeadlock(() =>
      this.conversions.record({
        by: { kind: 'trusted', accountId: click.accountId },
        signature: null,
        sourceIp: null,
        clickIdText: click.id,
        parameters: row.eventId === null ? {} : { cnv_event_id: row.eventId },
        uploaded: row.values,
      }),
    );
    switch (outcome.kind) {
      case 'refused':
        return failedRow(number, uploadRefusal(outcome.code));
      case 'already-completed': {
        // Perhaps by this very row, which another process was given, too.
        const same = (await this.recordedFor(click.accountId, [click.id])).get(identity);
        if (same !== undefined) return unchanged(number, same);
        return { ...failedRow(number, ALREADY_COMPLETED), conversionIds: [outcome.conversionId] };
      }
      case 'recorded':
        return { number, result: 'succeeded', reason: outcome.rejectionReason, conversionIds: [outcome.conversionId] };
    }
  }

  /** The conversions of clicks, by what they are known by; of equal ones the first. */
  private async recordedFor(accountId: string, clickIds: readonly string[]): Promise<Map<string, string>> {
    const found = await findConversionsOfClicks(this.database, accountId, clickIds);
    return new Map(found.toReversed().map((conversion) => [identityOf(conversion), conversion.id]));
  }
}

/** What a cap or budget leaves over depends on all conversions of an offer, everything else on those of a member. */
function laneOf({ offerId, pubMemberId }: ClickRow, offer: OfferConfig | null): string {
  const steps = offer === null ? [] : offer.events.length === 0 ? [null] : offer.events;
  return offer !== null && steps.some((event) => isLimited(offer, event)) ? offerId : `${offerId} ${pubMemberId}`;
}

function identityOf({ clickId, offerEventId, userCompletedAt }: Omit<ConversionOfClick, 'id'>): string {
  return `${clickId} ${offerEventId ?? ''} ${String(userCompletedAt.getTime())}`;
}

function unchanged(number: number, conversionId: string): ImportRowResult {
  return { number, result: 'unchanged', reason: null, conversionIds: [conversionId] };
}

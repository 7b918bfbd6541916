import { ALREADY_COMPLETED, decideConversion, type ConversionDecision, type DecisionStep } from '@app/domain';
import { newId } from '@app/runtime';
import {
  findConversion,
  findConversionsOfClicks,
  insertConversions,
  insertHistoryLog,
  lockCompletion,
  lockConversions,
  type NewConversion,
  type StoredConversion,
  type Tx,
} from '@app/store';
import type { Catalog } from './catalog';
import { commitCallback, dueOf, newConversionOf, type ConversionContext } from './commit-conversion';
import type { ConversionResult, Judged, Recorded, RecordedState } from './conversion-result';
import { readHistory } from './gather-facts';
import { newConversion } from './new-conversion';

/** Configuration changed between reading it and locking: judge the call anew. */
export class ConfigurationMoved extends Error {
  constructor(readonly accountId: string) {
    super('The configuration changed while a conversion was judged.');
  }
}

/** Judges a call anew under the lock of its member's completion, and writes what follows. */
export class WriteUnderLock {
  constructor(private readonly catalog: Catalog) {}

  /** Within the caller's transaction. Throws {@link ConfigurationMoved} when the call has to be judged anew. */
  async write(tx: Tx, context: ConversionContext, judged: Judged): Promise<Recorded> {
    const { account, offer } = context;
    const { click, facts } = judged;
    const { event } = facts;
    const completion = await lockCompletion(tx, {
      accountId: account.id,
      offerId: offer.id,
      offerEventId: event?.id ?? null,
      pubMemberId: click.pubMemberId,
    });
    if (completion?.configVersion !== click.configVersion) throw this.moved(account.id);
    const { now, first } = completion;
    const same = await findSame(tx, judged);
    if (same !== null) return { trace: [], due: 0, outcome: { kind: 'already-completed', ...stateOf(same) } };
    const history = await readHistory(tx, { offer, event, click, now });
    const lockedFacts = { ...facts, now, first, history };
    const { decision, trace } = decideConversion(lockedFacts);
    switch (decision.kind) {
      case 'refused':
        return { trace, due: 0, outcome: { kind: 'refused', code: decision.code } };
      case 'already-completed':
        return {
          trace,
          ...(await this.repeatCallback(tx, context, { ...judged, firstId: decision.first.id, at: now })),
        };
      case 'recorded': {
        const commit = async (conversion: NewConversion): Promise<boolean> =>
          (await insertConversions(tx, [conversion]))[0] === true;
        const recorded = await writeNew(commit, context, { ...judged, facts: lockedFacts }, { decision, trace });
        if (recorded === null) throw this.moved(account.id);
        return recorded;
      }
    }
  }

  private moved(accountId: string): ConfigurationMoved {
    this.catalog.forget(accountId);
    return new ConfigurationMoved(accountId);
  }

  /**
   * Row 6: nothing is recorded, the history says so, and the first conversion's callback goes out once more, unless it
   * was a row of a file: who sent that reads in its results what became of it.
   */
  private async repeatCallback(
    tx: Tx,
    context: ConversionContext,
    { firstId, click, facts, at }: Judged & { firstId: string; at: Date },
  ): Promise<{ due: number; outcome: ConversionResult['outcome'] }> {
    const [first] = await lockConversions(tx, [firstId]);
    if (first === undefined) throw new ConfigurationMoved(context.account.id);
    await insertHistoryLog(tx, {
      id: newId(),
      accountId: first.accountId,
      level: 'warning',
      message: ALREADY_COMPLETED,
      offerId: first.offerId,
      clickId: click.id,
      conversionId: first.id,
      pubMemberId: first.pubMemberId,
      at,
    });
    const sends = facts.uploaded === null && context.account.switches.repeatCallbacks;
    if (sends) await commitCallback(tx, context, first, { at, forced: false });
    return { due: sends ? 1 : 0, outcome: { kind: 'already-completed', ...stateOf(first) } };
  }
}

/** `null`: what the conversion was judged by is no longer so, and nothing is written. */
export async function writeNew(
  commit: (conversion: NewConversion) => Promise<boolean>,
  context: ConversionContext,
  { click, facts, call }: Judged,
  { decision, trace }: { decision: Extract<ConversionDecision, { kind: 'recorded' }>; trace: DecisionStep[] },
): Promise<Recorded | null> {
  const row = newConversion({ click, offer: context.offer, facts, parameters: call.parameters }, decision);
  const by = facts.uploaded === null ? 'postback' : 'import';
  const conversion = newConversionOf(context, { row, configVersion: click.configVersion, by });
  if (!(await commit(conversion))) return null;
  return { conversion, trace, due: dueOf(conversion.written), outcome: { kind: 'recorded', ...stateOf(row) } };
}

/** The conversion that the same row of a file has made before. `null`: none, or the call is no row of a file. */
async function findSame(tx: Tx, { click, facts }: Judged): Promise<StoredConversion | null> {
  const { uploaded, event } = facts;
  if (uploaded === null) return null;
  const same = (await findConversionsOfClicks(tx, click.accountId, [click.id])).find(
    ({ offerEventId, userCompletedAt }) =>
      offerEventId === (event?.id ?? null) && userCompletedAt.getTime() === uploaded.completedAt.getTime(),
  );
  return same === undefined ? null : findConversion(tx, click.accountId, same.id);
}

function stateOf({ id, status, rejectionReason }: StoredConversion): RecordedState {
  return { conversionId: id, status, rejectionReason };
}

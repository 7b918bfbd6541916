import {
  ALREADY_COMPLETED,
  decideConversion,
  standsAlone,
  type ConversionDecision,
  type ConversionFacts,
  type ConversionStatus,
  type DecisionStep,
  type RefusalCode,
} from '@app/domain';
import { newId } from '@app/runtime';
import {
  findClick,
  findClicks,
  findConversion,
  findConversionsOfClicks,
  Grouped,
  holdConfiguration,
  insertConversions,
  insertHistoryLog,
  lockCompletion,
  lockConversions,
  type ClickRow,
  type Database,
  type NewConversion,
  type StoredConversion,
  type Tx,
} from '@app/store';
import type { Catalog } from './catalog';
import { commitCallback, dueOf, newConversionOf, type ConversionContext } from './commit-conversion';
import type { DueSignal } from './due-signal';
import { gatherFacts, readHistory, type ConversionCall, type GatheredFacts } from './gather-facts';
import { newConversion } from './new-conversion';
import { STATUS_CHANGED } from './observe/status-changed';
import { Turns } from './turns';

export interface RecordedState {
  conversionId: string;
  status: ConversionStatus;
  rejectionReason: string | null;
}

export interface ConversionResult {
  accountId: string | null;
  offerId: string | null;
  clickId: string | null;
  trace: DecisionStep[];
  outcome:
    | { kind: 'refused'; code: RefusalCode }
    | ({ kind: 'recorded' } & RecordedState)
    /** `first` is what the member completed before. */
    | ({ kind: 'already-completed' } & RecordedState);
}

/** What a call was judged by. */
interface Judged {
  click: ClickRow;
  facts: ConversionFacts;
  call: ConversionCall;
}

interface Recorded {
  /** What was written, where that was a conversion. */
  conversion?: NewConversion;
  trace: DecisionStep[];
  due: number;
  outcome: ConversionResult['outcome'];
}

const MOST_TRIES = 5;
/** Measured: below, what a statement costs by itself is more than its conversions. */
const WORTH_A_STATEMENT = 8;
/** Connections that rows of files may hold at once: postbacks go first. */
const LOCKED_UPLOADS = 3;

/** Configuration changed between reading it and locking: judge the call anew. */
class ConfigurationMoved extends Error {
  constructor(readonly accountId: string) {
    super('The configuration changed while a conversion was judged.');
  }
}

/** Takes a conversion postback: decides by K§3.2 and writes what follows, once. */
export class RecordConversion {
  private readonly lookups: Grouped<string, ClickRow | null>;
  private readonly commits: Grouped<NewConversion, boolean>;
  private readonly uploads = new Turns(LOCKED_UPLOADS);
  private readonly held = new Turns(1);

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly due: DueSignal,
  ) {
    const besides = WORTH_A_STATEMENT;
    this.lookups = new Grouped((ids: string[]) => findClicks(database, ids), 'click-lookups', { besides });
    const insert = (conversions: NewConversion[]): Promise<boolean[]> => insertConversions(database, conversions);
    this.commits = new Grouped(insert, 'conversions', { besides });
  }

  async record(call: ConversionCall): Promise<ConversionResult> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.judge(call);
      } catch (error) {
        if (!(error instanceof ConfigurationMoved)) throw error;
        if (tries === MOST_TRIES) return this.held.take(() => this.judgeHeld(error.accountId, call));
      }
    }
  }

  /** For an account whose configuration never rests: it does while this call is judged, all of it on one connection. */
  private async judgeHeld(accountId: string, call: ConversionCall): Promise<ConversionResult> {
    const { result, due } = await this.database.transaction(async (tx) => {
      await holdConfiguration(tx, accountId);
      const catalog = this.catalog.readingBy(tx);
      const gathered = await gatherFacts((id) => findClick(tx, id), catalog, call);
      const { decision, trace } = decideConversion(gathered.facts);
      const ids = idsOf(gathered);
      if (decision.kind === 'refused') {
        const outcome = { kind: 'refused' as const, code: decision.code };
        return { result: { ...ids, trace, outcome }, due: 0 };
      }
      const { context, judged } = await settled(gathered, catalog, call);
      const recorded = await this.writeLocked(tx, context, judged);
      return { result: { ...ids, trace: recorded.trace, outcome: recorded.outcome }, due: recorded.due };
    });
    if (due > 0) this.due.announce();
    return result;
  }

  private async judge(call: ConversionCall): Promise<ConversionResult> {
    const gathered = await gatherFacts((id) => this.lookups.add(id), this.catalog, call);
    const { decision, trace } = decideConversion(gathered.facts);
    const { accountId, offerId, clickId } = idsOf(gathered);
    if (decision.kind === 'refused') {
      return { accountId, offerId, clickId, trace, outcome: { kind: 'refused', code: decision.code } };
    }
    const { context, judged } = await settled(gathered, this.catalog, call);
    const { facts } = judged;
    // Most members complete an event once. So nobody asks who was first: the statement that writes a conversion writes
    // nothing when somebody was, or when the configuration moved, and only then is it judged anew under the lock.
    const written =
      (decision.kind === 'recorded' && standsAlone(decision, facts)
        ? await writeNew((conversion) => this.commits.add(conversion), context, judged, { decision, trace })
        : null) ?? (await this.lockAndWrite(context, judged));
    this.announce(written);
    return { accountId, offerId, clickId, trace: written.trace, outcome: written.outcome };
  }

  private announce({ due, conversion }: Recorded): void {
    if (due > 0) this.due.announce();
    if (conversion !== undefined) STATUS_CHANGED.tell(conversion);
  }

  private lockAndWrite(context: ConversionContext, judged: Judged): Promise<Recorded> {
    const write = (): Promise<Recorded> => this.database.transaction((tx) => this.writeLocked(tx, context, judged));
    return judged.facts.uploaded === null ? write() : this.uploads.take(write);
  }

  private async writeLocked(tx: Tx, context: ConversionContext, judged: Judged): Promise<Recorded> {
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

/** What an accepted call is about. */
async function settled(
  { account, click, offer, facts }: GatheredFacts,
  catalog: Catalog,
  call: ConversionCall,
): Promise<{ context: ConversionContext; judged: Judged }> {
  if (account === null || click === null || offer === null) {
    throw new Error('A conversion was accepted without a click.');
  }
  const partner = click.partnerId === null ? null : await catalog.partner(click.partnerId);
  return { context: { account, offer, partner }, judged: { click, facts, call } };
}

/** `null`: what the conversion was judged by is no longer so, and nothing is written. */
async function writeNew(
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

function idsOf({ account, click, offer }: GatheredFacts): Pick<ConversionResult, 'accountId' | 'offerId' | 'clickId'> {
  return { accountId: account?.id ?? null, offerId: offer?.id ?? null, clickId: click?.id ?? null };
}

function stateOf({ id, status, rejectionReason }: StoredConversion): RecordedState {
  return { conversionId: id, status, rejectionReason };
}
